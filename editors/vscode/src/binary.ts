// Which program is started. Knows the disk, and nothing of VS Code, so that it can be tested without it.
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';

/** Where a program came from: the setting nodebeyond.path, the project's node_modules, or this extension. */
export type Origin = 'setting' | 'project' | 'bundled';

export interface Binary {
  /** Absolute path. */
  file: string;
  origin: Origin;
  /** What the user may want to know about the choice, for the log. */
  note?: string;
}

export interface Circumstances {
  /** The value of nodebeyond.path, "" when it is not set. */
  setting: string;
  /** Whether the user trusts the folders. Nothing that lies in them is started before. */
  trusted: boolean;
  /** Absolute paths of the workspace's folders. */
  folders: readonly string[];
  /** The folder of this extension. */
  extension: string;
  /** As process.platform and process.arch. */
  platform: string;
  arch: string;
}

/** There is no program to start. The message says why; `remedy` says what to do. */
export class NoBinary extends Error {
  readonly remedy: string;
  readonly origin: Origin;

  constructor(message: string, remedy: string, origin: Origin) {
    super(message);
    this.remedy = remedy;
    this.origin = origin;
  }
}

/**
 * Chooses the program: the setting, else what the project installed, else the one in the extension. In a workspace that is not trusted only
 * the last counts. Throws NoBinary when the chosen one cannot be started: a wrong setting is an error, not a reason to start something else.
 */
export function chooseBinary(c: Circumstances): Binary {
  if (c.trusted && c.setting !== '') {
    return checked({ file: expand(c.setting, c.folders), origin: 'setting' }, c.platform);
  }
  let note: string | undefined;
  if (c.trusted) {
    for (const folder of c.folders) {
      const found = installedIn(folder, c);
      if (typeof found === 'string') return checked({ file: found, origin: 'project' }, c.platform);
      note ??= found?.note;
    }
  } else {
    note = 'The workspace is not trusted: nodebeyond.path and the project\'s own installation are not used.';
  }
  const bundled = path.join(c.extension, 'bin', executable(c.platform));
  return checked({ file: bundled, origin: 'bundled', ...(note && { note }) }, c.platform);
}

const executable = (platform: string): string => (platform === 'win32' ? 'nodebeyond.exe' : 'nodebeyond');

/**
 * The program of the npm package of a folder, found as the command of that package finds it: in the package of this platform, which is a
 * dependency of it. undefined when nothing is installed.
 */
function installedIn(folder: string, c: Circumstances): string | { note: string } | undefined {
  const manifest = path.join(folder, 'node_modules', 'nodebeyond', 'package.json');
  if (!fs.existsSync(manifest)) return undefined;
  const name = `@nodebeyond/${c.platform}-${c.arch}`;
  try {
    // The real path: package managers that link packages keep the dependencies beside the original.
    return createRequire(fs.realpathSync(manifest)).resolve(`${name}/bin/${executable(c.platform)}`);
  } catch {
    return { note: `${folder} has nodebeyond installed, but not ${name}, which holds its program: npm install --save-dev ${name}` };
  }
}

/** The setting as an absolute path: ~ is the home folder, ${workspaceFolder} the first folder, from which relative paths count as well. */
function expand(setting: string, folders: readonly string[]): string {
  const first = folders[0] ?? os.homedir();
  const text = setting.trim().replace(/^~(?=$|[\\/])/, os.homedir()).replaceAll('${workspaceFolder}', first);
  return path.resolve(first, text);
}

function checked(b: Binary, platform: string): Binary {
  const remedy = {
    setting: 'Correct the setting nodebeyond.path, or clear it to use the program that comes with the extension.',
    project: 'Install the project\'s packages again, or name another program in the setting nodebeyond.path.',
    bundled: `Install the build of the extension for ${platform}, or name a program in the setting nodebeyond.path.`,
  }[b.origin];
  const named = { setting: 'nodebeyond.path names', project: 'The project has installed', bundled: 'The extension should carry' }[b.origin];
  let found: fs.Stats;
  try {
    found = fs.statSync(b.file);
  } catch {
    throw new NoBinary(`${named} ${b.file}, which is not there.`, remedy, b.origin);
  }
  if (!found.isFile()) throw new NoBinary(`${named} ${b.file}, which is not a file.`, remedy, b.origin);
  try {
    // Windows knows no such permission, and X_OK asks there whether the file exists.
    fs.accessSync(b.file, fs.constants.X_OK);
  } catch {
    throw new NoBinary(`${named} ${b.file}, which may not be executed.`, `Allow it: chmod +x "${b.file}". ${remedy}`, b.origin);
  }
  return b;
}
