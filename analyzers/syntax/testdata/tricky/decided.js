x = (true && (A).b && c);
if ("a" === "a" && (b) && (c.d)) e;
y = (0 || (f)).g;