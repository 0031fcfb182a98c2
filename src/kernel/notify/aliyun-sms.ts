import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { Clock } from '../time/index.ts';
import { DeliveryError, type SmsAdapter, type SmsMessage } from './channels.ts';
import { callOut } from './outgoing.ts';

type AliyunSmsOptions = {
  /** endpoint, https://dysmsapi.aliyuncs.com */
  url: string;
  keyId: string;
  keySecret: string;
  /** approved signature, shown as 【…】 before every message */
  sign: string;
  /**
   * approved templates by kind; `*` for every other kind, with the one variable `text`. A template of its own is given
   * the notification's parameters by name.
   */
  templates: Readonly<Record<string, string>>;
  clock: Clock;
};

const version = '2017-05-25';

/** Text messages through Alibaba Cloud: action SendSms, signed with ACS3-HMAC-SHA256. */
export function aliyunSms({ url, keyId, keySecret, sign, templates, clock }: AliyunSmsOptions): SmsAdapter {
  const { origin, host } = new URL(url);
  return {
    real: true,
    async send(message) {
      const query = queryOf(message, sign, templates);
      const headers = {
        host,
        'x-acs-action': 'SendSms',
        'x-acs-version': version,
        'x-acs-date': clock
          .now()
          .toISOString()
          .replace(/\.\d+Z$/, 'Z'),
        'x-acs-signature-nonce': randomUUID(),
      };
      const signed = signAcs3({ method: 'POST', path: '/', query, headers, body: '', keyId, keySecret });
      const response = await callOut({
        url: `${origin}/?${canonicalQuery(query)}`,
        method: 'POST',
        headers: signed,
        trusted: [origin],
      }).catch((error: Error) => {
        throw new DeliveryError(`sms_${(error as { code?: string }).code ?? error.name}`);
      });
      return readAnswer(response.status, response.body);
    },
  };
}

function queryOf(message: SmsMessage, sign: string, templates: AliyunSmsOptions['templates']): Record<string, string> {
  const own = templates[message.kind];
  const template = own ?? templates['*'];
  if (!template) throw new DeliveryError('sms_no_template', { permanent: true });
  return {
    PhoneNumbers: gatewayNumber(message.to),
    SignName: sign,
    TemplateCode: template,
    TemplateParam: JSON.stringify(own ? message.params : { text: message.text }),
  };
}

/** Mainland numbers without their prefix, others with country code and no plus sign. */
function gatewayNumber(phone: string): string {
  if (!/^\+[1-9]\d{6,14}$/.test(phone)) throw new DeliveryError('bad_number', { permanent: true });
  return phone.startsWith('+86') ? phone.slice(3) : phone.slice(1);
}

function readAnswer(status: number, body: string): string | null {
  let answer: { Code?: unknown; BizId?: unknown } = {};
  try {
    answer = JSON.parse(body) as typeof answer;
  } catch {
    throw new DeliveryError(`sms_http_${status}`);
  }
  if (answer.Code === 'OK') return typeof answer.BizId === 'string' ? answer.BizId : null;
  const code = typeof answer.Code === 'string' ? answer.Code : `http_${status}`;
  throw new DeliveryError(`sms_${code}`, {
    permanent: code === 'isv.MOBILE_NUMBER_ILLEGAL' || code === 'isv.BLACK_KEY_CONTROL_LIMIT',
  });
}

type Acs3Request = {
  method: string;
  path: string;
  query: Record<string, string>;
  /** names in lower case; host, action, version, date and nonce are here */
  headers: Record<string, string>;
  body: string;
  keyId: string;
  keySecret: string;
};

/** The headers of a request with `x-acs-content-sha256` and `Authorization` added. */
export function signAcs3({
  method,
  path,
  query,
  headers,
  body,
  keyId,
  keySecret,
}: Acs3Request): Record<string, string> {
  const hashedBody = sha256(body);
  const all: Record<string, string> = { ...headers, 'x-acs-content-sha256': hashedBody };
  const names = Object.keys(all)
    .filter((name) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'))
    .sort();
  const canonicalHeaders = names.map((name) => `${name}:${all[name]?.trim()}\n`).join('');
  const request = [method, path, canonicalQuery(query), canonicalHeaders, names.join(';'), hashedBody].join('\n');
  const signature = createHmac('sha256', keySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(request)}`)
    .digest('hex');
  return {
    ...all,
    Authorization: `ACS3-HMAC-SHA256 Credential=${keyId},SignedHeaders=${names.join(';')},Signature=${signature}`,
  };
}

export function canonicalQuery(query: Record<string, string>): string {
  return Object.keys(query)
    .sort()
    .map((key) => `${encode(key)}=${encode(query[key] ?? '')}`)
    .join('&');
}

/** RFC 3986: what encodeURIComponent leaves alone beyond the unreserved characters is encoded too. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
