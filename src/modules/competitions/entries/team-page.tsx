import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Section, Sheet, Trail } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import type { Competition } from '../competition.queries.ts';
import { InvitedFields } from './enter-page.tsx';
import { entryStage } from './entries.rules.ts';
import type { Asked } from './invitation.queries.ts';
import { AskedOfOthers } from './my-entries-page.tsx';
import type { OwnEntry } from './own-entry.queries.ts';

export type TeamPageProps = {
  entry: OwnEntry;
  competition: Competition;
  members: readonly { accountId: string; role: string; shownAs: string }[];
  asked: readonly Asked[];
  /** room is left, and the entry may still have members */
  open: boolean;
  values?: FormValues | undefined;
  errors?: FormErrors | undefined;
  done?: string | undefined;
};

/** The team of an entry, for its owner: who is named, who was asked, asking more. */
export function TeamPage(p: TeamPageProps) {
  const { t } = useUi();
  const { entry } = p;
  const title = entry.title || t('competitions.entries.untitled');
  return (
    <>
      <Trail
        items={[
          { label: t('competitions.entries.mine'), href: '/me/entries' },
          { label: title, href: `/me/entries/${entry.id}` },
          { label: t('competitions.entries.team') },
        ]}
      />
      <Sheet title={t('competitions.entries.team')} lead={t('competitions.entries.team_lead')}>
        {p.done && <Notice tone="success" live title={t(`competitions.entries.done.${p.done}`)} />}
        <Members {...p} />
        {p.asked.length > 0 && <AskedOfOthers asked={p.asked} entryId={entry.id} />}
        <Section id="ask" title={t('competitions.entries.ask_member')}>
          {p.open ? <AskForm {...p} /> : <p class="quiet">{t('competitions.entries.team_closed')}</p>}
        </Section>
        <p>
          <ButtonLink href={`/me/entries/${entry.id}`}>{t('competitions.entries.back_to_entry')}</ButtonLink>
        </p>
      </Sheet>
    </>
  );
}

function Members({ entry, members }: TeamPageProps) {
  const { t } = useUi();
  return (
    <Table
      caption={t('competitions.entries.members')}
      rows={members}
      empty={t('competitions.entries.members_none')}
      columns={[
        { label: t('competitions.entries.shown_as'), head: true, cell: ({ shownAs }) => shownAs },
        { label: t('competitions.entries.role'), cell: ({ role }) => role },
        {
          label: t('competitions.entries.take_off'),
          labelHidden: true,
          cell: ({ accountId, shownAs }) => (
            <form action={`/me/entries/${entry.id}/team/leave`} method="post">
              <input type="hidden" name="accountId" value={accountId} />
              <Button small label={`${t('competitions.entries.take_off')}: ${shownAs}`}>
                {t('competitions.entries.take_off')}
              </Button>
            </form>
          ),
        },
      ]}
    />
  );
}

function AskForm({ entry, competition, values, errors }: TeamPageProps) {
  const { t } = useUi();
  const { teamRoles, acceptanceDays } = entryStage(competition).settings;
  return (
    <Form id="member" action={`/me/entries/${entry.id}/team`} values={values} errors={errors}>
      <InvitedFields />
      {teamRoles.length > 0 && (
        <Field
          name="role"
          type="select"
          label={t('competitions.entries.role')}
          placeholder={t('competitions.entries.role_choose')}
          options={teamRoles.map((role) => ({ value: role, label: role }))}
          width="half"
        />
      )}
      <Actions note={t('competitions.entries.ask_note', { n: acceptanceDays })}>
        <Button primary>{t('competitions.entries.ask_send')}</Button>
      </Actions>
    </Form>
  );
}
