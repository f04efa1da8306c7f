// Adds up the findings of `nodebeyond lint --format json` over packages; see findings.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [work, list, out] = process.argv.slice(2);
const specs = readFileSync(list, 'utf8').split('\n').filter(Boolean);
const byRule = new Map();
const lines = [];
let files = 0;
for (const spec of specs) {
  const name = spec.slice(0, spec.lastIndexOf('@'));
  const report = JSON.parse(readFileSync(join(work, name.replaceAll('/', '__') + '.json'), 'utf8'));
  files += report.summary.files;
  for (const f of report.findings) {
    const seen = byRule.get(f.rule) ?? { findings: 0, packages: new Set() };
    seen.findings++;
    seen.packages.add(name);
    byRule.set(f.rule, seen);
    lines.push([f.rule, name, `${f.file}:${f.line}`, f.severity, f.message.replaceAll(/\s+/g, ' ')].join('\t'));
  }
}
const rules = [...byRule].sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(join(out, 'findings.tsv'), [
  `# ${new Date().toISOString().slice(0, 10)}: .ci/findings over ${specs.length} packages, ${files} files, every rule on`,
  ...rules.map(([id, s]) => [id, s.findings, s.packages.size].join('\t')), '',
].join('\n'));
writeFileSync(join(out, 'all.tsv'), lines.sort().join('\n') + '\n');
console.log(`findings: ${lines.length} of ${rules.length} rules in ${specs.length} packages, ${files} files`);
