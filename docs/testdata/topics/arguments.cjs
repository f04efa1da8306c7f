const names = []
for (const [name, value] of Object.entries({ exports, require, module, __filename, __dirname })) if (arguments[names.length] === value) names.push(name)
module.exports = arguments.length === 5 && names.join(' ')
