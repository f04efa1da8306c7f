// From the place as findings name it to the page; see forward in site.go.
'use strict';
location.replace(document.querySelector('link[rel=canonical]').href + location.hash);
