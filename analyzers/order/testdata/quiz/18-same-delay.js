for (const n of [1, 2, 3]) setTimeout(() => console.log('call', n), 10);
