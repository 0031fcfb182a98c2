import { z } from 'zod';
import { newId } from '../../../kernel/db/index.ts';
import { failFields } from '../../../kernel/errors/index.ts';
import { groupCommit } from '../../../kernel/group-commit/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { ProofTicket } from '../../../kernel/proof-of-work/index.ts';
import { toTsVectorText } from '../../../kernel/text/index.ts';
import { localDate } from '../../../kernel/time/index.ts';
import { type Actor, auditName, districtBook } from '../../people/index.ts';
import { caseNumber, type channels, kinds, limitKindFor } from '../cases.rules.ts';
import { categoryBook } from '../category-book.ts';
import { formTokenHash, newTrackingCode, trackingCodeOf, trackingHash } from './author-key.ts';
import { insertCases, type NewCase } from './submit.queries.ts';

const blank = (value: unknown) => (value === '' ? undefined : value);
const coordinate = (limit: number) => z.preprocess(blank, z.coerce.number().min(-limit).max(limit).optional());
const phoneShape = /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?|0800-\d{3}-\d{4}|\+\d{6,15})$/;

/** A letter as it comes in, whichever way. */
export const letterInput = z.object({
  title: z.string().trim().min(4, 'cases.field.title_short').max(80, 'cases.field.title_long'),
  body: z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(z.string().min(20, 'cases.field.body_short').max(8000, 'cases.field.too_long')),
  kind: z.enum(kinds, { error: 'cases.field.kind_needed' }),
  districtId: z.preprocess(blank, z.string().optional()),
  address: z.string().trim().max(200, 'cases.field.too_long').default(''),
  lon: coordinate(180),
  lat: coordinate(90),
  categoryId: z.preprocess(blank, z.string().optional()),
  confidential: z.boolean().default(false),
  urgent: z.boolean().default(false),
  name: z.string().trim().max(40, 'cases.field.too_long').default(''),
  phone: z
    .string()
    .transform((text) => text.replace(/[\s()（）]/g, ''))
    .pipe(
      z.union([z.literal(''), z.string().regex(phoneShape, 'cases.field.phone_wrong')], {
        error: 'cases.field.phone_wrong',
      }),
    )
    .default(''),
  email: z
    .union([z.literal(''), z.email({ error: 'cases.field.email_wrong' })], { error: 'cases.field.email_wrong' })
    .default(''),
  fileIds: z.array(z.string()).max(6).default([]),
});
export type Letter = z.input<typeof letterInput>;

export type Submission = {
  actor: Actor;
  letter: Letter;
  channel: (typeof channels)[number];
  /** the author's account; null: anonymous, a tracking code is made */
  authorAccountId: string | null;
  /** where it came from; the pair is unique */
  source?: { name: string; ref: string };
  forum?: { url: string; site: string; handle: string; postedAt: Date | null };
  /** from a form: its token, which makes one letter of a form that is sent twice, and the proof that let it through */
  form?: { token: string; proof: ProofTicket | null };
};

export type Receipt = { caseId: string; number: string; trackingCode: string | null; submittedAt: Date };

const submitters = new WeakMap<Kernel, (row: NewCase) => Promise<{ number: string; submittedAt: Date }>>();

/** Letters that arrive together share a commit; each is acknowledged after its own. */
function submitter(k: Kernel): (row: NewCase) => Promise<{ number: string; submittedAt: Date }> {
  let submit = submitters.get(k);
  if (!submit) {
    submit = groupCommit(k.db, async (tx, rows: NewCase[]) =>
      insertCases(k, tx, rows, k.clock.now(), (at, serial) => caseNumber(localDate(at, k.config.TIME_ZONE), serial)),
    );
    submitters.set(k, submit);
  }
  return submit;
}

// chinese: forms of address and two-character family names are recognised
/** 许女士, 陈先生 are the author's to choose; otherwise the family name alone goes in public. */
export function displayNameOf(name: string): string {
  const plain = name.trim();
  if (plain === '') return '';
  if (/(女士|先生|老师|同学|师傅|阿姨|大爷|奶奶)$/.test(plain)) return plain;
  const family =
    /^(欧阳|上官|司马|诸葛|司徒|东方|夏侯|皇甫|尉迟|公孙|慕容|令狐|端木)/.exec(plain)?.[0] ?? [...plain][0] ?? '';
  return `${family}${'*'.repeat(Math.min(2, Math.max(1, [...plain].length - [...family].length)))}`;
}

/**
 * Takes a letter in. Durable when it returns.
 * @throws ZodError or AppError beside the fields
 */
export async function submitCase(k: Kernel, submission: Submission): Promise<Receipt> {
  const letter = letterInput.parse(submission.letter);
  const [districts, categories] = await Promise.all([districtBook(k), categoryBook(k)]);
  if (letter.districtId && !districts.get(letter.districtId))
    failFields({ districtId: { key: 'cases.field.district_unknown' } });
  const category = categories.get(letter.categoryId);
  if (letter.categoryId && !category?.active) failFields({ categoryId: { key: 'cases.field.category_unknown' } });
  if ((letter.lon === undefined) !== (letter.lat === undefined))
    failFields({ lon: { key: 'cases.field.point_incomplete' } });
  const { actor, authorAccountId } = submission;
  const { form } = submission;
  const code = () => (form ? trackingCodeOf(k.secret, form.token) : newTrackingCode());
  const trackingCode = authorAccountId === null ? code() : null;
  const caseId = newId();
  const { number, submittedAt } = await submitter(k)({
    id: caseId,
    kind: letter.kind,
    channel: submission.channel,
    title: letter.title,
    body: letter.body,
    districtId: letter.districtId ?? null,
    address: letter.address,
    lon: letter.lon ?? null,
    lat: letter.lat ?? null,
    categoryId: category?.id ?? null,
    confidential: letter.confidential,
    urgent: letter.urgent,
    limitKind: limitKindFor({ urgent: letter.urgent, kind: letter.kind, categoryLimit: category?.limitKind ?? null }),
    source: submission.source?.name ?? null,
    sourceRef: submission.source?.ref ?? null,
    searchText: toTsVectorText(`${letter.title} ${letter.address} ${letter.body}`),
    author: {
      accountId: authorAccountId,
      name: letter.name,
      displayName: displayNameOf(letter.name) || actor.displayName,
      phone: letter.phone,
      email: letter.email,
      locale: actor.locale,
      trackingHash: trackingCode ? trackingHash(trackingCode).toString('hex') : null,
    },
    actorId: actor.accountId,
    // Who took it down for somebody is named; who wrote it stands with the letter alone.
    actorName: authorAccountId === null ? auditName(actor) : '',
    fileIds: letter.fileIds,
    forum: submission.forum ?? null,
    formToken: form ? formTokenHash(form.token).toString('hex') : null,
    proof: form?.proof ?? null,
  });
  return { caseId, number, trackingCode, submittedAt };
}
