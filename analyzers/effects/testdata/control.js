function f(kind) {
  try {
    try { one() } finally { two() }
    three();
  } catch (e) {
    if (e instanceof TypeError) throw e;
    return four(e);
  } finally {
    try { five() } catch { six() }
  }
  switch (pick(kind)) {
    case 'a': seven();
    case 'b': eight(); break;
    default: nine(); return;
    case constant: { ten() }
  }
  switch (kind) {
    case eleven(): return 1;
    case twelve(): twelfth(); break;
    case thirteen(): throw new Error('x');
  }
  if (kind) fourteen(); else if (other()) fifteen(); else { sixteen() }
  throw seventeen();
}
