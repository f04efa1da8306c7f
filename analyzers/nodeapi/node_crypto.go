package nodeapi

// Cryptography (Node docs, "Crypto"). createHash(...).update and digest compute on the thread too, but in step with the data that the program
// holds already: they are not in the table of what blocks.
func initCrypto() {
	optional := func(results ...string) Func { // asynchronous with a callback, computed at once without
		f := io(results...)
		f.Blocks, f.SyncWithoutCallback, f.Cheap = BlocksCPU, true, true
		return f
	}
	slow := optional("Buffer")
	slow.Cheap = false
	named := func(name string, f Func) Func { f.Instead = "crypto." + name + " with a callback"; return f }
	table := fns{
		"pbkdf2": io("Buffer"), "scrypt": io("Buffer"), "hkdf": io("ArrayBuffer"), "argon2": io("Buffer"), "generateKeyPair": io("crypto.KeyObject", "crypto.KeyObject"), "generateKey": io("crypto.KeyObject"),
		"generatePrime": io(), "checkPrime": io(), "randomFill": io(),
		"randomFillSync":  {Blocks: BlocksCPU, Cheap: true, Instead: "crypto.randomFill", Callback: NoCallback},
		"hkdfSync":        {Blocks: BlocksCPU, Cheap: true, Instead: "crypto.hkdf", Callback: NoCallback},
		"generateKeySync": {Blocks: BlocksCPU, Cheap: true, Instead: "crypto.generateKey", Callback: NoCallback, Returns: "crypto.KeyObject"},
		"createHash":      returns("crypto.Hash"), "createHmac": returns("crypto.Hmac"), "createSign": returns("crypto.Sign"), "createVerify": returns("crypto.Verify"),
		"createCipheriv": returns("crypto.Cipheriv"), "createDecipheriv": returns("crypto.Decipheriv"),
		"createDiffieHellman": returns("crypto.DiffieHellman"), "createECDH": returns("crypto.ECDH"),
	}.and(plain(), "randomUUID timingSafeEqual getHashes getCiphers getCurves hash publicEncrypt publicDecrypt privateEncrypt privateDecrypt").
		and(returns("crypto.KeyObject"), "createPrivateKey createPublicKey createSecretKey")
	for _, n := range fields("pbkdf2 scrypt argon2 generateKeyPair generatePrime checkPrime") {
		table[n+"Sync"] = blocking(BlocksCPU, "crypto."+n)
	}
	// Measured on Node 24: a round of SHA-512 takes half a microsecond, 256 KiB of random bytes a fifth of a millisecond.
	derive := table["pbkdf2Sync"]
	derive.Size = &Size{At: 2, Quiet: 1000}
	table["pbkdf2Sync"] = derive
	// Keys on curves are a random number; RSA and DSA search for primes.
	keys := table["generateKeyPairSync"]
	keys.Size = &Size{At: 0, Names: fields("ed25519 ed448 x25519 x448 ec")}
	table["generateKeyPairSync"] = keys
	random := slow
	random.Size = &Size{At: 0, Quiet: 256 << 10, Small: true}
	for _, n := range fields("randomBytes pseudoRandomBytes") {
		table[n] = named(n, random)
	}
	table["randomInt"] = named("randomInt", optional())
	for _, n := range fields("sign verify diffieHellman encapsulate decapsulate") {
		table[n] = named(n, slow)
	}
	fn("crypto", table)
	digest := fns{"update": chains(), "digest": returns("Buffer")}
	class(Class{Name: "crypto.Hash", Extends: "stream.Transform", Methods: methods(fns{"copy": returns("crypto.Hash")}.with(digest))}, "crypto|Hash")
	class(Class{Name: "crypto.Hmac", Extends: "stream.Transform", Methods: methods(digest)}, "crypto|Hmac")
	cipher := methods(fns{"update": returns("Buffer"), "final": returns("Buffer"), "setAutoPadding": chains(), "setAAD": chains(), "getAuthTag": returns("Buffer")})
	class(Class{Name: "crypto.Cipheriv", Extends: "stream.Transform", Methods: cipher}, "crypto|Cipheriv")
	class(Class{Name: "crypto.Decipheriv", Extends: "stream.Transform", ErrorWhy: "bad decrypt on a wrong key or damaged input", Methods: methods(fns{"update": returns("Buffer"), "final": returns("Buffer"), "setAutoPadding": chains(), "setAAD": chains(), "setAuthTag": chains()})}, "crypto|Decipheriv")
	class(Class{Name: "crypto.Sign", Extends: "stream.Writable", Methods: methods(fns{"update": chains(), "sign": returns("Buffer")})}, "crypto|Sign")
	class(Class{Name: "crypto.Verify", Extends: "stream.Writable", Methods: methods(fns{"update": chains(), "verify": plain()})}, "crypto|Verify")
	class(Class{Name: "crypto.KeyObject", Methods: methods(fns{"export": plain(), "equals": plain()})}, "crypto|KeyObject")
	pairs := fns{"generateKeys": {Blocks: BlocksCPU, Cheap: true, Callback: NoCallback, Instead: "crypto.generateKeyPair"}, "computeSecret": {Blocks: BlocksCPU, Cheap: true, Callback: NoCallback, Instead: "a worker thread"}}.and(plain(), "getPrivateKey getPublicKey setPrivateKey")
	class(Class{Name: "crypto.DiffieHellman", Methods: methods(fns{}.and(plain(), "getGenerator getPrime").with(pairs))}, "crypto|DiffieHellman")
	class(Class{Name: "crypto.ECDH", Methods: methods(pairs)}, "crypto|ECDH")
	class(Class{Name: "ArrayBuffer", Methods: methods(fns{"slice": returns("ArrayBuffer"), "resize": plain()})}, "ArrayBuffer|")

	// Web Crypto: all of it on the pool.
	subtle := fns{}.and(promise(), "encrypt decrypt sign verify digest generateKey deriveKey deriveBits importKey exportKey wrapKey unwrapKey")
	class(Class{Name: "SubtleCrypto", Methods: methods(subtle)})
	class(Class{Name: "Crypto", Methods: methods(fns{}.and(plain(), "getRandomValues randomUUID")), Props: map[string]string{"subtle": "SubtleCrypto"}})
	instance("crypto", "subtle", "SubtleCrypto")
	instance("crypto", "webcrypto", "Crypto")
	globals["crypto"] = member("crypto", "webcrypto")
}
