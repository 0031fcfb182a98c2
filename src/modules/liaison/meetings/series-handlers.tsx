import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, fail } from '../../../kernel/errors/index.ts';
import { localised } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { FormValues } from '../../../ui/form.tsx';
import {
  accountNames,
  attempt,
  departmentBook,
  departmentsOf,
  formErrors,
  membersByAccount,
  staffToChoose,
  typedOf,
} from '../../people/index.ts';
import { type Refused, refusedForm, requireReader, sendLiaisonPage } from '../exchange/liaison-page.tsx';
import { openOrganisations, organisationsById } from '../exchange/organisations.ts';
import { closeSeries, type SeriesInput, saveSeries } from './keep-series.ts';
import { labelOf, readSeries, seriesScope } from './load-meeting.ts';
import { SeriesForm } from './meeting-forms.tsx';
import { mayKeepSeries } from './meetings.policy.ts';
import { MeetingsPage, SeriesPage } from './meetings-list.tsx';
import { listMeetings, listSeries, membersOfSeries } from './series.queries.ts';

const pastShown = 20;
const aheadShown = 30;

export async function showMeetings(k: Kernel, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const scope = await seriesScope(k, actor);
  const now = k.clock.now();
  const [series, ahead, past] = await Promise.all([
    listSeries(k.db, scope),
    listMeetings(k.db, scope, { from: now }, aheadShown),
    listMeetings(k.db, scope, { before: now }, pastShown),
  ]);
  const { city, ids } = departmentsOf(actor, 'liaison_officer');
  return sendLiaisonPage(k, request, reply, actor, (ctx) => ({
    title: ctx.t('liaison.meetings.title'),
    main: <MeetingsPage ahead={ahead} past={past} series={series} mayMake={city || ids.length > 0} />,
  }));
}

export async function showSeries(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  refused?: Refused,
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const { series } = await readSeries(k, actor, id);
  const mayKeep = mayKeepSeries(actor, series.departmentId);
  const [members, meetings, departments, organisations, chairs] = await Promise.all([
    membersOfSeries(k.db, id),
    listMeetings(k.db, await seriesScope(k, actor), { seriesId: id }, 100),
    departmentBook(k),
    organisationsById(k, series.organisationIds),
    mayKeep ? staffToChoose(k, 'liaison_officer', 'leader') : [],
  ]);
  const names = await accountNames(
    k.db,
    members.map((each) => each.accountId),
  );
  return sendLiaisonPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: series.title,
      main: (
        <SeriesPage
          series={series}
          members={members.map((each) => ({ label: labelOf(each, departments, organisations, names) }))}
          meetings={meetings}
          mayKeep={mayKeep}
          chairs={chairs}
          host={
            series.departmentId ? departments.name(series.departmentId, ctx.locale) : ctx.t('liaison.meetings.office')
          }
          ctx={ctx}
          refused={refused}
        />
      ),
    }),
    refused?.error.status ?? 200,
  );
}

export async function showSeriesForm(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string | null,
  wrong?: AppError,
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const { city, ids } = departmentsOf(actor, 'liaison_officer');
  const series = id === null ? null : (await readSeries(k, actor, id)).series;
  if (series ? !mayKeepSeries(actor, series.departmentId) : !city && ids.length === 0) fail('kernel.not_allowed');
  const [departments, organisations, staff, members] = await Promise.all([
    departmentBook(k),
    openOrganisations(k),
    staffToChoose(k, 'liaison_officer', 'leader'),
    series ? membersOfSeries(k.db, series.id) : [],
  ]);
  const named = await membersByAccount(
    k.db,
    members.flatMap((each) => each.accountId ?? []),
  );
  const stored: FormValues = series
    ? {
        title: series.title,
        kind: series.kind,
        rhythm: series.rhythm,
        departmentId: series.departmentId ?? '',
        chairId: series.chairId ?? '',
        departmentIds: series.departmentIds,
        organisationIds: series.organisationIds,
        memberNumbers: named.map((each) => each.number).join('\n'),
        accountIds: series.accountIds.filter((each) => !named.some((member) => member.accountId === each)),
      }
    : { rhythm: 'month', departmentId: city ? '' : ids[0] };
  return sendLiaisonPage(
    k,
    request,
    reply,
    actor,
    (ctx) => {
      const all = departments.all.map((each) => ({ value: each.id, label: localised(each.name, ctx.locale) }));
      return {
        title: ctx.t(id ? 'liaison.meetings.edit_series' : 'liaison.meetings.new_series'),
        main: (
          <SeriesForm
            id={id}
            revision={series?.revision ?? null}
            hosts={[
              ...(city ? [{ value: '', label: ctx.t('liaison.meetings.office') }] : []),
              ...all.filter((each) => city || ids.includes(each.value)),
            ]}
            departments={all}
            organisations={organisations}
            staff={staff}
            values={wrong ? typedOf(request.body) : stored}
            errors={wrong ? formErrors(ctx, wrong).errors : {}}
          />
        ),
      };
    },
    wrong?.status ?? 200,
  );
}

export async function saveSeriesForm(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string | null,
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  let saved = '';
  const error = await attempt(async () => {
    saved = await saveSeries(k, actor, id, typedOf(request.body) as unknown as SeriesInput);
  });
  if (error?.status === 403 || error?.status === 404) throw error;
  if (error) return showSeriesForm(k, request, reply, id, error);
  return reply.redirect(`/liaison/meetings/series/${saved}?said=saved`, 303);
}

export async function closeOne(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const error = await attempt(() => closeSeries(k, actor, id));
  if (error?.status === 403 || error?.status === 404) throw error;
  if (error) return showSeries(k, request, reply, id, refusedForm(request, 'page', error));
  return reply.redirect(`/liaison/meetings/series/${id}?said=closed`, 303);
}
