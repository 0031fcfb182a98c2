import { acceptFiles, fileHref } from '../../../kernel/files/index.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Enclosures } from '../../../ui/enclosures.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Field, FileField } from '../../../ui/field.tsx';
import { Actions, Form } from '../../../ui/form.tsx';
import { Acts, CaseLayout, Heading, Section, SideSection, Trail } from '../../../ui/layout.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type PageContext, useUi } from '../../../ui/page-context.ts';
import { Meta } from '../../../ui/text.tsx';
import { formState, type Refused } from '../exchange/liaison-page.tsx';
import { DecisionLine } from './decision-parts.tsx';
import type { MeetingView } from './load-meeting.ts';
import type { MeetingRow } from './meeting.queries.ts';
import { MeetingFields } from './meeting-forms.tsx';
import { MinutesPart } from './minutes-part.tsx';

// keys: liaison.meetings.state.*

export type Given = { view: MeetingView; ctx: PageContext; refused: Refused | undefined };

const tones = { planned: 'wait', invited: 'open', held: 'ok', cancelled: 'no' } as const;

export function MeetingState({ meeting }: { meeting: Pick<MeetingRow, 'state' | 'confirmed'> }) {
  const { t } = useUi();
  const word = meeting.state === 'held' && !meeting.confirmed ? 'held_draft' : meeting.state;
  return (
    <StateMark tone={word === 'held_draft' ? 'wait' : tones[meeting.state]}>
      {t(`liaison.meetings.state.${word}`)}
    </StateMark>
  );
}

/** One meeting: when and where, its agenda with papers, who came, minutes, decisions. */
export function MeetingPage({ view, ctx, refused }: Given) {
  const { t } = useUi();
  const { meeting, series } = view;
  return (
    <>
      <Trail
        items={[
          { label: t('liaison.meetings.title'), href: '/liaison/meetings' },
          { label: series.title, href: `/liaison/meetings/series/${series.id}` },
          { label: t('liaison.meetings.no', { no: meeting.no }) },
        ]}
      />
      {refused?.form === 'page' && <Notice tone="error" title={formState(ctx, refused, 'page').errors[''] ?? ''} />}
      {meeting.state === 'cancelled' && (
        <Notice tone="warn" title={t('liaison.meetings.cancelled_because')}>
          <p>{meeting.cancelReason}</p>
        </Notice>
      )}
      <CaseLayout
        heading={
          <Heading
            title={t('liaison.meetings.named', { title: series.title, no: meeting.no })}
            over={t(`liaison.meetings.kind.${series.kind}`)}
            facts={<MeetingState meeting={meeting} />}
          />
        }
        before={
          <SideSection id="when" title={t('liaison.meetings.when')}>
            <Facts
              ruled
              items={[
                {
                  label: t('liaison.meetings.when'),
                  value: (
                    <>
                      <DateTime value={meeting.startsAt} form="exact" />–<DateTime value={meeting.endsAt} form="time" />
                    </>
                  ),
                },
                { label: t('liaison.meetings.field.place'), value: meeting.place },
                { label: t('liaison.meetings.field.chair'), value: view.names.get(meeting.chairId) ?? '' },
              ]}
            />
          </SideSection>
        }
        after={<Side view={view} ctx={ctx} refused={refused} />}
        afterLabel={t('liaison.meetings.deeds')}
      >
        <Agenda view={view} ctx={ctx} refused={refused} />
        {meeting.state === 'held' && <MinutesPart view={view} ctx={ctx} refused={refused} />}
      </CaseLayout>
    </>
  );
}

function Agenda({ view, ctx, refused }: Given) {
  const { t } = useUi();
  const { meeting, agenda } = view;
  const open = view.may.keep && !meeting.confirmed && meeting.state !== 'cancelled';
  const own = agenda.filter((item) => item.decisionId === null);
  const carried = agenda.flatMap((item) => view.carried.get(item.decisionId ?? '') ?? []);
  return (
    <Section id="agenda" title={t('liaison.meetings.agenda')}>
      {carried.length > 0 && (
        <Section title={t('liaison.meetings.carried')}>
          {carried.map((decision) => (
            <DecisionLine decision={decision} view={view} showMeeting />
          ))}
        </Section>
      )}
      {own.length === 0 && <p class="quiet">{t('liaison.meetings.no_agenda')}</p>}
      <ol>
        {own.map((item) => (
          <li>
            <b>{item.title}</b>
            {item.presenter && <span class="quiet">　{item.presenter}</span>}
            {item.note && <p>{item.note}</p>}
            <Enclosures
              items={view.files
                .filter((file) => file.agendaItemId === item.id)
                .map(({ stored }) => ({ href: fileHref(stored.id), name: stored.name }))}
            />
            {open && !view.files.some((file) => file.agendaItemId === item.id) && (
              <Form id={`out-${item.id}`} action={`/liaison/meetings/${meeting.id}/agenda/${item.id}/remove`}>
                <Button small label={`${t('liaison.meetings.remove')}: ${item.title}`}>
                  {t('liaison.meetings.remove')}
                </Button>
              </Form>
            )}
          </li>
        ))}
      </ol>
      {open && (
        <Fold summary={t('liaison.meetings.add_item')} open={refused?.form === 'agenda'}>
          <Form
            id="agenda-form"
            action={`/liaison/meetings/${meeting.id}/agenda`}
            multipart
            {...formState(ctx, refused, 'agenda')}
          >
            <Field name="title" label={t('liaison.meetings.field.item')} maxLength={120} required />
            <Field name="presenter" label={t('liaison.meetings.field.presenter')} maxLength={60} optional />
            <Field
              name="note"
              type="textarea"
              paper="plain"
              rows={3}
              label={t('liaison.meetings.field.note')}
              optional
            />
            <FileField name="files" label={t('liaison.meetings.field.papers')} accept={acceptFiles} multiple optional />
            <Actions>
              <Button>{t('liaison.meetings.add')}</Button>
            </Actions>
          </Form>
        </Fold>
      )}
    </Section>
  );
}

function Side({ view, ctx, refused }: Given) {
  const ui = useUi();
  const { t } = ui;
  const { meeting } = view;
  const ahead = meeting.state === 'planned' || meeting.state === 'invited';
  const past = meeting.startsAt <= ui.now;
  return (
    <>
      <SideSection id="deeds" title={t('liaison.meetings.deeds')}>
        <Acts>
          {meeting.state !== 'planned' && (
            <ButtonLink href={`/liaison/meetings/${meeting.id}/invitation.ics`} icon="cal" download>
              {t('liaison.meetings.ics')}
            </ButtonLink>
          )}
          {meeting.minutes !== '' && (
            <ButtonLink href={`/liaison/meetings/${meeting.id}/minutes.pdf`} icon="download" download>
              {t('liaison.meetings.pdf')}
            </ButtonLink>
          )}
        </Acts>
        {view.may.keep && meeting.state === 'planned' && (
          <Form id="invite" action={`/liaison/meetings/${meeting.id}/invite`}>
            <Actions note={t('liaison.meetings.invite_note')}>
              <Button primary>{t('liaison.meetings.invite')}</Button>
            </Actions>
          </Form>
        )}
        {view.may.keep && ahead && past && (
          <Form id="hold" action={`/liaison/meetings/${meeting.id}/hold`}>
            <Actions note={t('liaison.meetings.hold_note')}>
              <Button primary>{t('liaison.meetings.hold')}</Button>
            </Actions>
          </Form>
        )}
        {view.may.keep && ahead && <ChangeForms view={view} ctx={ctx} refused={refused} />}
        {view.may.keep && meeting.state === 'held' && !meeting.confirmed && (
          <ChairForm view={view} ctx={ctx} refused={refused} />
        )}
      </SideSection>
      <SideSection id="members" title={t('liaison.meetings.members')}>
        <ul>
          {view.members.map((member) => (
            <li>{member.label}</li>
          ))}
        </ul>
      </SideSection>
      {meeting.confirmed && <Confirmed view={view} />}
    </>
  );
}

function Confirmed({ view }: { view: MeetingView }) {
  const ui = useUi();
  const { meeting } = view;
  return (
    <SideSection id="confirmed" title={ui.t('liaison.meetings.minutes_confirmed')}>
      <Meta
        items={[
          view.names.get(meeting.confirmedBy ?? '') ?? '',
          meeting.confirmedAt && <DateTime value={meeting.confirmedAt} form="date" />,
        ]}
      />
    </SideSection>
  );
}

/** Another time or place, or not at all. */
function ChangeForms({ view, ctx, refused }: Given) {
  const { t } = useUi();
  const { meeting } = view;
  return (
    <>
      <Fold summary={t('liaison.meetings.change')} open={refused?.form === 'change'}>
        <MeetingFields
          id="change"
          action={`/liaison/meetings/${meeting.id}/change`}
          revision={meeting.revision}
          chairs={view.chairs}
          {...formState(ctx, refused, 'change', view.stored)}
          button={t('liaison.meetings.keep')}
        />
      </Fold>
      <Fold summary={t('liaison.meetings.cancel')} open={refused?.form === 'cancel'}>
        <Form id="cancel" action={`/liaison/meetings/${meeting.id}/cancel`} {...formState(ctx, refused, 'cancel')}>
          <Field
            name="reason"
            type="textarea"
            paper="plain"
            rows={2}
            label={t('liaison.meetings.field.reason')}
            required
          />
          <Actions>
            <Button danger>{t('liaison.meetings.cancel_now')}</Button>
          </Actions>
        </Form>
      </Fold>
    </>
  );
}

/** Somebody else chairs, where whoever did has left. */
function ChairForm({ view, ctx, refused }: Given) {
  const { t } = useUi();
  return (
    <Fold summary={t('liaison.meetings.change_chair')} open={refused?.form === 'chair'}>
      <Form
        id="chair"
        action={`/liaison/meetings/${view.meeting.id}/chair`}
        {...formState(ctx, refused, 'chair', view.stored)}
      >
        <Field
          name="chairId"
          type="select"
          label={t('liaison.meetings.field.chair')}
          options={view.chairs.map((each) => ({ value: each.id, label: each.name }))}
        />
        <Actions>
          <Button>{t('liaison.meetings.keep')}</Button>
        </Actions>
      </Form>
    </Fold>
  );
}
