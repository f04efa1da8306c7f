// Exit codes of all kinds.
const { spawn } = require('child_process');

exports.bad = (ok) => {
  process.exit('done'); // want "process.exit with the text 'done' throws a TypeError"
  process.exit(true); // want "with true"
  process.exit(!ok); // want "with a boolean"
  process.exit(ok === 1); // want "a boolean"
  process.exit({ code: 1 }); // want "an object"
  process.exit(`failed ${ok}`); // want "a text"
  process.exit(''); // want "the text ''"
  process.exit('1.5'); // want "the text '1.5'"
  process.exitCode = false; // want "Setting process.exitCode to false throws"
  process.exitCode = 'failed'; // want "the text 'failed'"
  try {
    ok();
  } catch (err) {
    process.exit(err); // want "the caught error"
  }
};
exports.callbacks = (work) => {
  process.on('SIGINT', process.exit); // want "process.exit is called with the name of the signal, 'SIGINT', here"
  process.on('SIGTERM', process.exit); // want "'SIGTERM'"
  process.on('uncaughtException', process.exit); // want "called with the error here"
  work().catch(process.exit); // want "with the error"
};

// trap: integer strings
exports.good = (code, work) => {
  process.exit('3');
  process.exit(0);
  process.exit();
  process.exit(null);
  process.exit(undefined);
  process.exit(code);
  process.exit(code ? 1 : 0);
  process.exit(code || 1);
  process.exit(+code);
  process.exit(Number(code));
  process.exitCode = 1;
  process.exitCode = '2';
  process.exitCode = code;
  work.exitCode = 'failed';
};
exports.callbacksFine = (work) => {
  setTimeout(process.exit, 1000);
  process.on('SIGTERM', () => process.exit(0));
  work().then(process.exit);
  spawn('ls', { stdio: 'inherit' }).on('error', () => process.exit(1)).on('exit', process.exit);
  work().finally(process.exit);
  process.exitLater = true;
};
