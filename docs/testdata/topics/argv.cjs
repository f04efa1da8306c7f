console.log(JSON.stringify([...process.argv, ...process.execArgv]))
