import { rounded } from './figures.ts';
import { processorSeconds, treeSeconds } from './processes.ts';

/** Whose processor time counts: the server's and its database's. */
export type Watched = { server: number; postgres: number };

/** Processor time in ms of each, for one request. It depends less on what else the machine does than waiting times do. */
export type ProcessorTime = { server_ms: number | null; postgres_ms: number | null };

/** @returns a function that gives what was taken since, divided by `requests` */
export function watchProcessor({ server, postgres }: Watched): (requests: number) => ProcessorTime {
  const read = () => ({ server: processorSeconds(server), postgres: treeSeconds(postgres) });
  const before = read();
  return (requests) => {
    const after = read();
    const each = (name: keyof Watched) => {
      const [from, until] = [before[name], after[name]];
      return from === null || until === null || requests === 0 ? null : rounded(((until - from) * 1000) / requests, 3);
    };
    return { server_ms: each('server'), postgres_ms: each('postgres') };
  };
}
