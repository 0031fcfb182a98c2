import { randomBytes } from 'node:crypto';

const life_ms = 5 * 60_000;

type Granted = { app: string; person: LoopbackPerson; scope: string; at: number; used: boolean };
type LoopbackPerson = { id: string };

/** Who can be at hand in the WeChat that only pretends. */
export const loopbackPeople: readonly LoopbackPerson[] = [{ id: 'qingchen' }, { id: 'laoxu' }, { id: 'yuedu' }];

/**
 * WeChat's side of signing in, as far as it is published: codes that open once and for five minutes, openid by app, unionid
 * by person, errors as `errcode` with status 200.
 */
export class LoopbackWechat {
  readonly #codes = new Map<string, Granted>();
  readonly #tokens = new Map<string, Granted>();
  readonly #apps: Map<string, string>;

  constructor(apps: readonly { id: string; secret: string }[]) {
    this.#apps = new Map(apps.map(({ id, secret }) => [id, secret]));
  }

  knows(app: string): boolean {
    return this.#apps.has(app);
  }

  grant(app: string, person: LoopbackPerson, scope: string, now: number): string {
    for (const [code, granted] of this.#codes) if (now - granted.at > life_ms) this.#codes.delete(code);
    const code = randomBytes(16).toString('hex');
    this.#codes.set(code, { app, person, scope, at: now, used: false });
    return code;
  }

  /** sns/oauth2/access_token */
  exchange(query: Record<string, string | undefined>, now: number): Record<string, unknown> {
    const secret = this.#apps.get(query.appid ?? '');
    if (secret === undefined) return wrong(40013, 'invalid appid');
    if (secret !== query.secret) return wrong(40125, 'invalid appsecret');
    if (!query.code) return wrong(41008, 'missing code');
    if (query.grant_type !== 'authorization_code') return wrong(40002, 'invalid grant_type');
    const granted = this.#codes.get(query.code);
    if (!granted || granted.app !== query.appid || now - granted.at > life_ms) return wrong(40029, 'invalid code');
    if (granted.used) return wrong(40163, 'code been used');
    granted.used = true;
    const token = randomBytes(16).toString('hex');
    this.#tokens.set(token, granted);
    return {
      access_token: token,
      expires_in: 7200,
      refresh_token: randomBytes(16).toString('hex'),
      openid: openidOf(granted),
      scope: granted.scope,
      // The official account's answer has it only where the person was asked.
      ...(granted.scope !== 'snsapi_base' && { unionid: unionidOf(granted) }),
    };
  }

  /** sns/userinfo */
  profile(query: Record<string, string | undefined>): Record<string, unknown> {
    const granted = this.#tokens.get(query.access_token ?? '');
    if (!granted) return wrong(40001, 'invalid credential');
    if (granted.scope === 'snsapi_base') return wrong(48001, 'api unauthorized');
    if (query.openid !== openidOf(granted)) return wrong(40003, 'invalid openid');
    return { openid: query.openid, nickname: granted.person.id, headimgurl: '', unionid: unionidOf(granted) };
  }
}

const wrong = (errcode: number, errmsg: string) => ({ errcode, errmsg });
const openidOf = ({ app, person }: Granted) => `o_${person.id}_${app.slice(-4)}`;
const unionidOf = ({ person }: Granted) => `u_${person.id}`;
