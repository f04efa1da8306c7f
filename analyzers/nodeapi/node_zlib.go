package nodeapi

// Compression (Node docs, "Zlib").
func initZlib() {
	class(Class{Name: "zlib.Zlib", Extends: "stream.Transform",
		Methods: methods(fns{"close": notify(PhaseTick), "flush": notify(PhaseTick), "params": notify(PhasePoll), "reset": plain()})})
	table := fns{
		"crc32": plain(),
		// archives, since Node 26
		"createZipArchiveSync": blocking(BlocksCPU, "zlib.createZipArchive"), "ZipEntry.createSync": blocking(BlocksCPU, "zlib.ZipEntry.create"), "ZipFile.openSync": {Blocks: BlocksIO, Instead: "zlib.ZipFile.open", Callback: NoCallback, Returns: "zlib.ZipFile"},
	}
	zip := func(kind Block, names string) fns {
		t := fns{}
		for _, n := range fields(names) {
			t[n+"Sync"] = blocking(kind, "the archive's "+n)
		}
		return t
	}
	class(Class{Name: "zlib.ZipFile", Methods: methods(zip(BlocksIO, "addEntry add close compact delete entries forEach get values"))}, "zlib|ZipFile")
	class(Class{Name: "zlib.ZipBuffer", Methods: methods(zip(BlocksCPU, "add toBuffer"))}, "zlib|ZipBuffer")
	class(Class{Name: "zlib.ZipEntry", Methods: methods(zip(BlocksCPU, "content"))}, "zlib|ZipEntry")
	for _, n := range fields("Gzip Gunzip Deflate Inflate DeflateRaw InflateRaw Unzip BrotliCompress BrotliDecompress ZstdCompress ZstdDecompress") {
		c := Class{Name: "zlib." + n, Extends: "zlib.Zlib"}
		switch n {
		case "Gunzip", "Inflate", "InflateRaw", "Unzip", "BrotliDecompress", "ZstdDecompress": // any input can be compressed
			c.ErrorFatal, c.ErrorWhy = true, "Z_DATA_ERROR, Z_BUF_ERROR or the like on damaged or truncated input"
		}
		class(c, "zlib|"+n)
		table["create"+n] = returns("zlib." + n)
		call := string(n[0]|0x20) + n[1:] // gzip for Gzip
		table[call] = io("Buffer")
		table[call+"Sync"] = Func{Blocks: BlocksCPU, Instead: "zlib." + call, Callback: NoCallback, Returns: "Buffer", Errors: []string{"Z_DATA_ERROR", "Z_BUF_ERROR"}}
	}
	fn("zlib", table)
}
