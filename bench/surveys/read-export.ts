import { residentMb } from '../measure/processes.ts';

export type ExportMeasured = {
  bytes: number;
  lines: number;
  seconds: number;
  mb_per_second: number;
  before_mb: number;
  peak_mb: number;
};

/** Reads a download to its end and watches the memory of the server meanwhile. */
export async function readExport(url: string, cookie: string, pid: number): Promise<ExportMeasured> {
  const before_mb = residentMb(pid);
  let peak_mb = before_mb;
  const watch = setInterval(() => {
    peak_mb = Math.max(peak_mb, residentMb(pid));
  }, 50);
  try {
    const from = performance.now();
    const answer = await fetch(url, { headers: { cookie, 'accept-encoding': 'identity' } });
    if (answer.status !== 200 || !answer.body) throw new Error(`${url} answered ${answer.status}`);
    let bytes = 0;
    let lines = 0;
    for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += part.byteLength;
      for (const byte of part) if (byte === 10) lines++;
    }
    const seconds = (performance.now() - from) / 1000;
    return { bytes, lines, seconds, mb_per_second: bytes / 1e6 / seconds, before_mb, peak_mb };
  } finally {
    clearInterval(watch);
  }
}
