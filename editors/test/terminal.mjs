// A terminal with an editor in it: what a person types, and what they see.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { installed, until } from './session.mjs';

export class Terminal {
  /** Starts a command line in a terminal of 120 by 40. */
  constructor(session, line) {
    this.socket = path.join(session.dir, 'tmux');
    this.tmux = installed('tmux');
    this.env = session.env;
    this.call('-f', '/dev/null', 'new-session', '-d', '-x', '120', '-y', '40', '-c', session.project, line);
  }

  call(...args) {
    return execFileSync(this.tmux, ['-S', this.socket, ...args], { encoding: 'utf8', env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** The text on the screen. */
  screen() {
    return this.call('capture-pane', '-p');
  }

  /** Waits until the screen shows a text. */
  see(text) {
    return until(`"${text}" on the screen`, () => this.screen().includes(text), () => this.screen());
  }

  /** Waits until the screen shows a text no more. */
  gone(text) {
    return until(`"${text}" to vanish`, () => !this.screen().includes(text), () => this.screen());
  }

  /** Presses keys, by tmux's names: "Space", "Escape", "k". */
  press(...keys) {
    this.call('send-keys', ...keys);
  }

  /** Types a text as it is. */
  type(text) {
    this.call('send-keys', '-l', text);
  }

  end() {
    try {
      this.call('kill-server');
    } catch {
      // It ended with its editor.
    }
  }
}
