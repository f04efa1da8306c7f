const a = <div className="it's" data-b={(c)} {...d} e>
  text // no comment {/* comment */} {f} {(g)}
  <Foo.Bar<T> x:y='"'/><></>
</div>;
const h = (<a>{...b}</a>);
const i = (<T,>(j: T) => <k l=<m/>>{j!}</k>) as N;
