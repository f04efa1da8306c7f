require("nodebeyond").setup()
