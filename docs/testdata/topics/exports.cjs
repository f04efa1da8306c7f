exports.a = 1
module.exports = 'what module.exports holds'
