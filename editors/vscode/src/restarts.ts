/** Says whether a server that died is started again: a few times in a row, then no more, since it would die for the same reason. */
export class Restarts {
  private readonly limit: number;
  private readonly window: number;
  private deaths: number[] = [];

  /** At most `limit` restarts within `window` milliseconds. */
  constructor(limit = 4, window = 3 * 60_000) {
    this.limit = limit;
    this.window = window;
  }

  /** Notes that it died at a time (milliseconds), and answers whether to start it again. */
  died(now: number): boolean {
    this.deaths = this.deaths.filter((at) => now - at < this.window);
    this.deaths.push(now);
    return this.deaths.length <= this.limit;
  }

  /** Forgets the past, as when the user restarts it. */
  forget(): void {
    this.deaths = [];
  }
}
