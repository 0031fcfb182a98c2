import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId, pageKeyText, readPageKey } from '../../../kernel/db/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { PageContext } from '../../../ui/page-context.ts';
import { staffNames } from '../../people/index.ts';
import { mayReadDesk } from '../consultations.policy.ts';
import { requireDesk } from '../desk-page.tsx';
import { type StepRow, stepsOf } from './convene.queries.ts';
import { sendOfConsultation } from './convene-page.tsx';
import { RecordPage } from './record-page.tsx';

const perPage = 100;

export async function showRecord(
  k: Kernel,
  request: FastifyRequest<{ Params: { slug: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const desk = await requireDesk(k, request, request.params.slug, mayReadDesk);
  const after = readPageKey(new URL(request.url, 'http://x').searchParams.get('after'));
  const rows = await stepsOf(k.db, desk.consultation.id, after, perPage + 1);
  const shown = rows.slice(0, perPage);
  const last = rows.length > perPage ? shown.at(-1) : undefined;
  const staff = shown.filter(({ byAs }) => byAs === 'convener' || byAs === 'moderator');
  const names = await staffNames(
    k,
    staff.flatMap(({ byId }) => byId ?? []),
  );
  const base = `/convene/${desk.consultation.slug}/record`;
  return sendOfConsultation(request, reply, desk, (ctx) => ({
    title: ctx.t('consultations.convene.tab.record'),
    main: (
      <RecordPage
        steps={shown.map((row) => ({
          at: row.at,
          act: actWords(k, ctx, row.act),
          // Residents are called by no name here, staff who speak as residents neither: what they say stands under the name
          // that they chose.
          who: [
            (row.byAs !== 'resident' && row.byId && names.get(row.byId)) || '',
            ctx.t(`consultations.convene.as.${row.byAs}`),
          ]
            .filter(Boolean)
            .join(' · '),
          about: row.number === null ? '' : ctx.t('consultations.convene.record.number', { number: row.number }),
          details: detailWords(k, ctx, row),
        }))}
        nextHref={last ? `${base}?after=${pageKeyText(last)}` : null}
        firstHref={after ? base : null}
      />
    ),
  }));
}

// keys: consultations.convene.as.*, consultations.convene.act.*, consultations.convene.detail.*

/** An act in words; one that nobody has put into words yet as it is called in the record. */
function actWords(k: Pick<Kernel, 'i18n'>, { t }: Pick<PageContext, 't'>, act: string): string {
  const key = `consultations.convene.act.${act}`;
  return k.i18n.has(key) ? t(key) : act;
}

/** Ids lead nowhere for whoever reads; everything else that was written down is said. */
function detailWords(k: Pick<Kernel, 'i18n'>, { t }: Pick<PageContext, 't'>, { details }: StepRow): string {
  return Object.entries(details)
    .filter(([name, value]) => !/Ids?$|^id$/.test(name) && value !== '' && value !== null)
    .filter(([, value]) => typeof value !== 'string' || !isId(value))
    .map(([name, value]) => {
      const key = `consultations.convene.detail.${name}`;
      const words = Array.isArray(value)
        ? value.map((one) => fieldWords(k, t, String(one))).join(t('consultations.convene.record.comma'))
        : typeof value === 'object'
          ? JSON.stringify(value)
          : fieldWords(k, t, String(value));
      return t('consultations.convene.record.pair', { name: k.i18n.has(key) ? t(key) : name, value: words });
    })
    .join(t('consultations.convene.record.semicolon'));
}

/** Names of fields and kinds have words. */
function fieldWords(k: Pick<Kernel, 'i18n'>, t: PageContext['t'], value: string): string {
  const key = [
    'consultations.convene.field',
    'consultations.kind',
    'consultations.way',
    'consultations.convene.place',
    'consultations.desk.verdict',
    'consultations.ideas.outcome',
  ]
    .map((prefix) => `${prefix}.${value}`)
    .find((each) => k.i18n.has(each));
  return key ? t(key) : value;
}
