// The question is asked, in any of its forms.
const cluster = require('cluster');
if (cluster.isMaster) cluster.fork();
