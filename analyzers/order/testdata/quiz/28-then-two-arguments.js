Promise.reject('no').then(() => console.log('skipped'), (e) => { console.log('second argument', e); throw 'again'; }).catch((e) => console.log('catch', e)).finally(() => console.log('always'));
