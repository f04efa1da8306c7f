// A script for browsers shares its globals on purpose.
app = { start: function () { document.title = 'x'; } };
state = window.location;
