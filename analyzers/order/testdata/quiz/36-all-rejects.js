Promise.all([Promise.resolve(1), Promise.reject('bad'), Promise.resolve(3)]).then(() => console.log('no'), (e) => console.log('rejected', e));
Promise.allSettled([Promise.resolve(1), Promise.reject('bad')]).then((l) => console.log(l.map((r) => r.status)));
Promise.any([Promise.reject('x'), Promise.resolve('y')]).then((v) => console.log('any', v));
