import { Agent, request } from 'node:http';
import { type Spread, spreadOf } from '../measure/figures.ts';
import type { Facts } from './competition-server.ts';

export type Scored = {
  sheets: number;
  refused: number;
  first_refusal?: string;
  per_second: number;
  ms: Spread;
};

/** Every juror hands in a sheet for every work, one after another, all jurors at the same time, as the form sends them. */
export async function scoreWorks(origin: string, facts: Facts): Promise<Scored> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const times: number[] = [];
  let refused = 0;
  let first_refusal: string | undefined;
  const started = performance.now();
  const juror = async (cookie: string, own: number) => {
    for (const number of facts.works) {
      const points = facts.criteria.map((id, at) => [`points-${id}`, String(60 + ((number * 7 + own * 3 + at) % 40))]);
      const body = new URLSearchParams([...points, ['do', 'hand_in'], ['comment', '']]).toString();
      const sent = performance.now();
      const { status, text } = await post(agent, `${origin}${facts.jury}/${number}`, { cookie, origin }, body);
      if (status === 303) times.push(performance.now() - sent);
      else {
        refused++;
        first_refusal ??= `${status} ${text.slice(0, 300)}`;
      }
    }
  };
  await Promise.all(facts.cookies.map(juror));
  agent.destroy();
  return {
    sheets: times.length,
    refused,
    ...(first_refusal ? { first_refusal } : {}),
    per_second: Math.round((times.length * 1000) / (performance.now() - started)),
    ms: spreadOf(times),
  };
}

function post(
  agent: Agent,
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const type = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(Buffer.byteLength(body)),
    };
    const sent = request(url, { agent, method: 'POST', headers: { ...headers, ...type } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on('error', reject).end(body);
  });
}
