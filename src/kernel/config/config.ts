import path from 'node:path';
import { z } from 'zod';

const flag = z
  .enum(['0', '1', 'true', 'false', 'yes', 'no'])
  .transform((value) => value === '1' || value === 'true' || value === 'yes');

const templates = z.string().transform((value, context) => {
  const pairs = value.split(',').map((pair) => /^\s*([a-z0-9_.]+|\*)=(\S+)\s*$/.exec(pair));
  if (pairs.every((pair) => pair !== null))
    return Object.fromEntries(pairs.map((pair) => [pair[1] ?? '', pair[2] ?? '']));
  context.addIssue({ code: 'custom', message: 'write kind=TEMPLATE, separated by commas' });
  return z.NEVER;
});

const port = z.coerce.number().int().min(1).max(65535);

/**
 * Every setting of the process, read once at start from the environment.
 * What a city changes while it runs (names, colours, limits) is in `kernel/settings` instead.
 * docs/operating.md lists these; a test holds the two together.
 */
export const configSchema = z.object({
  PORT: port.default(8180).describe('port to listen on'),
  HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
  PUBLIC_URL: z.url().optional().describe('address people use, for links in messages; default http://HOST:PORT'),
  DATABASE_URL: z
    .string()
    .startsWith('postgres')
    .optional()
    .describe('PostgreSQL 15+; without it an embedded one is started'),
  DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(2)
    .max(200)
    .default(12)
    .describe('connections to the database for this process'),
  DATA_DIR: z
    .string()
    .min(1)
    .default('data')
    .describe('folder for the embedded database, uploads, secrets and the demo outbox'),
  DEMO: flag.default(true).describe('fill the demo city on the first run'),
  DEMO_CODES: flag
    .optional()
    .describe('show one-time codes on /demo/messages; default: only with demo data and loopback adapters'),
  ROLES: z
    .string()
    .default('web,jobs')
    .transform((value) => value.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(['web', 'jobs'])).min(1))
    .describe('what this process does: web, jobs or both'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('least severe level that is logged'),
  SECRET: z
    .string()
    .min(32)
    .optional()
    .describe('key that signs sessions and links, 32 characters or more; default: made once in DATA_DIR'),
  TRUST_PROXY: z
    .string()
    .optional()
    .describe('addresses of reverse proxies whose X-Forwarded-* are believed, comma-separated'),
  SMTP_URL: z
    .url()
    .optional()
    .describe('smtp://user:pass@host:port for e-mail; without it e-mail goes to the loopback outbox'),
  MAIL_FROM: z.string().default('Tongxin <no-reply@localhost>').describe('sender of e-mail'),
  SMS_URL: z
    .url()
    .optional()
    .describe(
      'endpoint of Alibaba Cloud SMS, https://dysmsapi.aliyuncs.com; without it text messages go to the loopback outbox',
    ),
  SMS_KEY: z.string().optional().describe('access key id of the SMS gateway'),
  SMS_SECRET: z.string().optional().describe('access key secret of the SMS gateway'),
  SMS_SIGN: z.string().optional().describe('approved signature of text messages'),
  SMS_TEMPLATES: templates
    .default({})
    .describe('approved templates by kind: *=SMS_1,people.code=SMS_2; that of * has one variable, text'),
  OIDC_ISSUER: z
    .url()
    .optional()
    .describe(
      'issuer of an OpenID provider that people may sign in with; its return address is PUBLIC_URL/sign-in/oidc/back',
    ),
  OIDC_CLIENT_ID: z.string().optional().describe('client id at the provider'),
  OIDC_CLIENT_SECRET: z.string().optional().describe('client secret at the provider'),
  OIDC_SCOPE: z
    .string()
    .regex(/(^| )openid( |$)/, 'openid must be among them')
    .default('openid')
    .describe('scopes asked for; only the identifier is kept, whatever is given'),
  OIDC_NAME: z.string().max(40).default('OpenID').describe('how the provider is called on the button'),
  OIDC_NAME_EN: z.string().max(60).optional().describe('the same in English; default: OIDC_NAME'),
  WECHAT_APP_ID: z
    .string()
    .optional()
    .describe(
      'app id of a WeChat official account to sign in with, inside WeChat; its web domain is that of PUBLIC_URL',
    ),
  WECHAT_APP_SECRET: z.string().optional().describe('app secret of the official account'),
  WECHAT_SCOPE: z
    .enum(['snsapi_base', 'snsapi_userinfo'])
    .default('snsapi_base')
    .describe(
      'snsapi_userinfo asks the person, and gives the unionid that the official account and the website app share',
    ),
  WECHAT_SITE_APP_ID: z
    .string()
    .optional()
    .describe('app id of a WeChat website app, for signing in by QR code outside WeChat'),
  WECHAT_SITE_APP_SECRET: z.string().optional().describe('app secret of the website app'),
  WECHAT_OPEN_URL: z.url().default('https://open.weixin.qq.com').describe('where WeChat asks people'),
  WECHAT_API_URL: z.url().default('https://api.weixin.qq.com').describe('where WeChat answers this server'),
  RECOVERY_HOURS: z.coerce
    .number()
    .int()
    .min(1)
    .max(336)
    .default(24)
    .describe(
      'hours between the check at the counter and the change of a lost address, in which the old addresses can stop it',
    ),
  S3_URL: z
    .url()
    .optional()
    .describe('S3-compatible bucket for uploads: https://host/bucket; without it DATA_DIR/files'),
  S3_KEY: z.string().optional().describe('access key of the bucket'),
  S3_SECRET: z.string().optional().describe('secret key of the bucket'),
  S3_REGION: z.string().default('auto').describe('region of the bucket'),
  METRICS_TOKEN: z
    .string()
    .optional()
    .describe('bearer token for /metrics; without it only loopback addresses may read it'),
  TIME_ZONE: z.string().default('Asia/Shanghai').describe('time zone of the city (IANA name)'),
});

export type Config = z.output<typeof configSchema> & {
  /** absolute folder of DATA_DIR */
  dataDir: string;
  /** without a trailing slash */
  publicUrl: string;
};

/** Names every wrong variable; the process prints it and exits with 78 (EX_CONFIG). */
export class ConfigError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(`configuration:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Ways to sign in that are only half configured. */
function halfConfigured(config: z.output<typeof configSchema>): string[] {
  const problems: string[] = [];
  if (config.OIDC_ISSUER && !config.OIDC_CLIENT_ID) problems.push('OIDC_ISSUER: OIDC_CLIENT_ID is needed too');
  for (const app of ['WECHAT', 'WECHAT_SITE'] as const)
    if (Boolean(config[`${app}_APP_ID`]) !== Boolean(config[`${app}_APP_SECRET`]))
      problems.push(`${app}_APP_ID: ${app}_APP_ID and ${app}_APP_SECRET are needed together`);
  return problems;
}

/**
 * @param env usually `process.env`; empty strings count as unset
 * @throws ConfigError naming every wrong variable
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = configSchema.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const problems: string[] = [];
  try {
    new Intl.DateTimeFormat('en', { timeZone: parsed.data.TIME_ZONE });
  } catch {
    problems.push(`TIME_ZONE: ${parsed.data.TIME_ZONE} is not a known time zone`);
  }
  if (parsed.data.S3_URL && !(parsed.data.S3_KEY && parsed.data.S3_SECRET))
    problems.push('S3_URL: S3_KEY and S3_SECRET are needed too');
  const { SMS_URL, SMS_KEY, SMS_SECRET, SMS_SIGN, SMS_TEMPLATES } = parsed.data;
  if (SMS_URL && !(SMS_KEY && SMS_SECRET && SMS_SIGN && SMS_TEMPLATES['*']))
    problems.push('SMS_URL: SMS_KEY, SMS_SECRET, SMS_SIGN and SMS_TEMPLATES with one for * are needed too');
  problems.push(...halfConfigured(parsed.data));
  if (problems.length > 0) throw new ConfigError(problems);
  const host = parsed.data.HOST.includes(':') ? `[${parsed.data.HOST}]` : parsed.data.HOST;
  return {
    ...parsed.data,
    dataDir: path.resolve(parsed.data.DATA_DIR),
    publicUrl: (
      parsed.data.PUBLIC_URL ?? `http://${host === '0.0.0.0' ? 'localhost' : host}:${parsed.data.PORT}`
    ).replace(/\/$/, ''),
  };
}
