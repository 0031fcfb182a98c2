// chinese: made-up letters
import { randomBytes } from 'node:crypto';
import autocannon from 'autocannon';

export type WriteGiven = { url: string; seconds: number; cookies: string[] };
export type Written = { acknowledged: number; refused: number; per_second: number; p50_ms: number; p99_ms: number };

/**
 * Letters as the form sends them, each connection with the session and the address of its own author, the next when the
 * last was acknowledged: a redirect to the receipt.
 */
export async function writeLetters({ url, seconds, cookies }: WriteGiven): Promise<Written> {
  const { origin } = new URL(url);
  let writer = 0;
  const result = await autocannon({
    url,
    connections: cookies.length,
    duration: seconds,
    setupClient: (client) => {
      const own = writer++;
      client.setHeadersAndBody(
        {
          'content-type': 'application/x-www-form-urlencoded',
          cookie: cookies[own % cookies.length] ?? '',
          origin,
          'sec-fetch-site': 'same-origin',
          'x-forwarded-for': `10.${own >> 8}.${own & 255}.7`,
        },
        letter(),
      );
      client.on('response', () => client.setBody(letter()));
    },
    method: 'POST',
  });
  const acknowledged = result['3xx'];
  return {
    acknowledged,
    refused: result['2xx'] + result['4xx'] + result['5xx'] + result.errors,
    per_second: acknowledged / result.duration,
    p50_ms: result.latency.p50,
    p99_ms: result.latency.p99,
  };
}

function letter(): string {
  const token = randomBytes(18).toString('base64url');
  return new URLSearchParams({
    title: `青石巷口的路灯连着几天不亮 ${token.slice(0, 6)}`,
    body: '从青石巷口到小学后门这一段，晚上七点以后一盏灯也不亮，老人和下晚自习的孩子都不敢走，请尽快派人来看看，谢谢。',
    kind: 'help',
    districtId: '',
    address: '青石巷口到小学后门',
    openness: 'public',
    name: '',
    form_token: token,
    // The suggestions of letters like it were seen while typing.
    similar_seen: '1',
  }).toString();
}
