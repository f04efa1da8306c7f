f('plain', "double", `back`, 'esc\'aped', 'a' + 'b', ('c') + 'd', 'é', 'e' + x, `${'inner'}`, '', 'slash' / 2, 'cmt' /* + */);
f(0, 7, 10, 3000, 1.5, 0x10, 1e3, 1_000, 010, -1, 10n, 5..toString(), 12e2);
f(true, null, undefined, void 0, /re[/]x/g, [1, , 2], typeof 'q');
f({ plain: 1, 'quo-ted': 2, 3: 3, 1.5: 4, ['comp']: 5, short, \u0061bc: 6, get: 7, async: 8, $d_1: 9, 'é': 10 });
