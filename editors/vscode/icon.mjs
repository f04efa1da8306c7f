// Draws media/icon.png from media/icon.svg, since the marketplace takes no SVG: node editors/vscode/icon.mjs
// Needs Chromium, whose path CHROMIUM may name.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

const media = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), 'media');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
await page.setContent(`<body style="margin:0">${fs.readFileSync(path.join(media, 'icon.svg'), 'utf8')}</body>`);
await page.screenshot({ path: path.join(media, 'icon.png'), omitBackground: true });
await browser.close();
