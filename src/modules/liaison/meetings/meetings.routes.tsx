import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isId } from '../../../kernel/db/index.ts';
import { fail } from '../../../kernel/errors/index.ts';
import type { App } from '../../../kernel/http/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { isLocalDate } from '../../../kernel/time/index.ts';
import { attempt, typedOf } from '../../people/index.ts';
import { type Reader, type Refused, refusedForm, requireReader, sendLiaisonPage } from '../exchange/liaison-page.tsx';
import { type Posted, postWithFiles } from '../exchange/post-files.ts';
import { sendPdf } from '../exchange/send-file.ts';
import { addDecision, type DecisionInput, type FollowInput, followDecision, takeDecisionOut } from './decide.ts';
import { exportDecisions, readDecision, showDecision, showDecisions } from './decision-handlers.tsx';
import { loadMeeting } from './load-meeting.ts';
import { meetingCalendar } from './meeting-calendar.ts';
import { MeetingPage } from './meeting-page.tsx';
import { addToMinutes, confirmMinutes, noteAttendance, writeMinutes } from './minutes.ts';
import { minutesPdf } from './minutes-pdf.ts';
import {
  addToAgenda,
  agendaInput,
  cancelMeeting,
  changeChair,
  changeMeetingTime,
  filePurpose,
  holdMeeting,
  inviteToMeeting,
  type MeetingInput,
  planMeeting,
  takeFromAgenda,
} from './plan-meeting.ts';
import { closeOne, saveSeriesForm, showMeetings, showSeries, showSeriesForm } from './series-handlers.tsx';

type ById = { Params: { id: string } };
type ByPart = { Params: { id: string; part: string } };

const wish = z.object({
  state: z.enum(['open', 'done', 'dropped']).catch('open'),
  after: z
    .string()
    .transform((text) => text.split('.'))
    .refine(([day = '', id = '']) => isLocalDate(day) && isId(id))
    .transform(([dueOn = '', id = '']) => ({ dueOn, id }))
    .optional()
    .catch(undefined),
});

/** Standing meetings: their series, single meetings, and decisions followed to their end. */
export function meetingRoutes(app: App, k: Kernel): void {
  app.get('/liaison/meetings', (request, reply) => showMeetings(k, request, reply));
  app.get('/liaison/meetings/new', (request, reply) => showSeriesForm(k, request, reply, null));
  app.post('/liaison/meetings/series', (request, reply) => saveSeriesForm(k, request, reply, null));
  app.get<ById>('/liaison/meetings/series/:id', (request, reply) => showSeries(k, request, reply, request.params.id));
  app.get<ById>('/liaison/meetings/series/:id/edit', (request, reply) =>
    showSeriesForm(k, request, reply, request.params.id),
  );
  app.post<ById>('/liaison/meetings/series/:id/edit', (request, reply) =>
    saveSeriesForm(k, request, reply, request.params.id),
  );
  app.post<ById>('/liaison/meetings/series/:id/close', (request, reply) =>
    closeOne(k, request, reply, request.params.id),
  );
  app.post<ById>('/liaison/meetings/series/:id/plan', async (request, reply) => {
    const actor = await requireReader(k, request);
    let made = '';
    const error = await attempt(async () => {
      made = await planMeeting(k, actor, request.params.id, typedOf(request.body) as unknown as MeetingInput);
    });
    if (error?.status === 403 || error?.status === 404) throw error;
    if (error) return showSeries(k, request, reply, request.params.id, refusedForm(request, 'plan', error));
    return reply.redirect(`/liaison/meetings/${made}?said=planned`, 303);
  });
  app.get<ById>('/liaison/meetings/:id', (request, reply) => show(k, request, reply, request.params.id));
  documents(app, k);
  deeds(app, k);
  decisions(app, k);
}

function documents(app: App, k: Kernel): void {
  app.get<ById>('/liaison/meetings/:id/minutes.pdf', async (request, reply) => {
    const view = await loadMeeting(k, await requireReader(k, request), request.params.id);
    if (view.meeting.minutes === '') fail('liaison.meetings.not_found');
    return sendPdf(reply, await minutesPdf(k, view, app.frame.anonymous(request).locale), `minutes-${view.meeting.no}`);
  });
  app.get<ById>('/liaison/meetings/:id/invitation.ics', async (request, reply) => {
    const view = await loadMeeting(k, await requireReader(k, request), request.params.id);
    if (view.meeting.state === 'planned') fail('liaison.meetings.not_found');
    return reply
      .header('cache-control', 'private, no-store')
      .header('content-disposition', `attachment; filename="meeting-${view.meeting.no}.ics"`)
      .type('text/calendar; charset=utf-8')
      .send(meetingCalendar(k, view, app.frame.anonymous(request).locale));
  });
}

/** What is done to one meeting, each a form of its page. */
function deeds(app: App, k: Kernel): void {
  const deed = (
    path: string,
    form: string,
    said: string,
    work: (actor: Reader, id: string, body: Posted, part: string) => Promise<unknown>,
  ) =>
    app.post<ByPart>(`/liaison/meetings/:id/${path}`, async (request, reply) => {
      const actor = await requireReader(k, request);
      const { id, part } = request.params;
      const error = await attempt(() => work(actor, id, typedOf(request.body), part));
      if (error) return refuse(k, request, reply, id, refusedForm(request, form, error));
      return reply.redirect(`/liaison/meetings/${id}?said=${said}`, 303);
    });
  deed('change', 'change', 'saved', (actor, id, body) =>
    changeMeetingTime(k, actor, id, body as unknown as MeetingInput),
  );
  deed('chair', 'chair', 'saved', (actor, id, { chairId }) => changeChair(k, actor, id, String(chairId ?? '')));
  deed('invite', 'page', 'invited', (actor, id) => inviteToMeeting(k, actor, id));
  deed('cancel', 'cancel', 'cancelled', (actor, id, body) =>
    cancelMeeting(k, actor, id, { reason: String(body.reason ?? '') }),
  );
  deed('hold', 'page', 'held', (actor, id) => holdMeeting(k, actor, id));
  deed('agenda/:part/remove', 'page', 'removed', (actor, id, _body, part) => takeFromAgenda(k, actor, id, part));
  deed('minutes', 'minutes', 'saved', (actor, id, body) => writeMinutes(k, actor, id, body as never));
  deed('attendance', 'page', 'saved', (actor, id, body) => noteAttendance(k, actor, id, body));
  deed('confirm', 'page', 'confirmed', (actor, id, body) => confirmMinutes(k, actor, id, Number(body.minutesRevision)));
  deed('additions', 'addition', 'added', (actor, id, body) =>
    addToMinutes(k, actor, id, { text: String(body.text ?? '') }),
  );
  deed('decisions', 'decision', 'added', (actor, id, body) =>
    addDecision(k, actor, id, body as unknown as DecisionInput),
  );
  deed('decisions/:part/remove', 'page', 'removed', (actor, id, _body, part) => takeDecisionOut(k, actor, id, part));
  app.post<ById>('/liaison/meetings/:id/agenda', async (request, reply) => {
    const actor = await requireReader(k, request);
    const { id } = request.params;
    // Whoever may not read it leaves no file behind.
    await loadMeeting(k, actor, id);
    const given = { purpose: filePurpose, ownerId: actor.accountId, form: 'agenda' };
    const refused = await postWithFiles(k, request, given, (fields, fileIds) =>
      addToAgenda(k, actor, id, agendaInput.parse({ ...fields, fileIds })),
    );
    if (refused) return refuse(k, request, reply, id, refused);
    return reply.redirect(`/liaison/meetings/${id}?said=added`, 303);
  });
}

function decisions(app: App, k: Kernel): void {
  app.get('/liaison/decisions', { schema: { querystring: wish } }, (request, reply) =>
    showDecisions(k, request, reply, request.query),
  );
  const format = z.object({ format: z.enum(['csv', 'xlsx']) });
  app.get('/liaison/decisions.:format', { schema: { params: format } }, (request, reply) =>
    exportDecisions(k, request, reply, request.params.format),
  );
  app.get<ById>('/liaison/decisions/:id', (request, reply) => showDecision(k, request, reply, request.params.id));
  app.post<ById>('/liaison/decisions/:id', async (request, reply) => {
    const actor = await requireReader(k, request);
    const { id } = request.params;
    // Whoever may not read it leaves no file behind.
    await readDecision(k, actor, id);
    const given = { purpose: filePurpose, ownerId: actor.accountId, form: 'follow' };
    const refused = await postWithFiles(k, request, given, (fields, fileIds) =>
      followDecision(k, actor, id, { ...fields, fileIds } as unknown as FollowInput),
    );
    if (refused?.error.status === 403 || refused?.error.status === 404) throw refused.error;
    if (refused) return showDecision(k, request, reply, id, refused);
    return reply.redirect(`/liaison/decisions/${id}?said=settled`, 303);
  });
}

async function show(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  refused?: Refused,
): Promise<FastifyReply> {
  const actor = await requireReader(k, request);
  const view = await loadMeeting(k, actor, id);
  return sendLiaisonPage(
    k,
    request,
    reply,
    actor,
    (ctx) => ({
      title: ctx.t('liaison.meetings.named', { title: view.series.title, no: view.meeting.no }),
      main: <MeetingPage view={view} ctx={ctx} refused={refused} />,
    }),
    refused?.error.status ?? 200,
  );
}

async function refuse(
  k: Kernel,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  refused: Refused,
): Promise<FastifyReply> {
  if (refused.error.status === 403 || refused.error.status === 404) throw refused.error;
  return show(k, request, reply, id, refused);
}
