import { ButtonLink } from '../../../ui/button.tsx';
import { Section } from '../../../ui/layout.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { Table } from '../../../ui/table.tsx';
import { MePage } from '../me/me-page.tsx';
import type { MyTeam } from './team.queries.ts';
import { hoursWords } from './team-words.tsx';

function stateOf({ teamState, state, part }: MyTeam): { key: string; tone: 'ok' | 'no' | 'wait' | 'open' } {
  if (teamState === 'proposed') return { key: 'people.teams.mine_state.proposed', tone: 'wait' };
  if (teamState === 'declined') return { key: 'people.teams.mine_state.declined', tone: 'no' };
  if (state === 'asked') return { key: 'people.teams.mine_state.asked', tone: 'wait' };
  if (state === 'offered') return { key: 'people.teams.mine_state.offered', tone: 'open' };
  return { key: `people.teams.part.${part ?? 'member'}`, tone: 'ok' };
}

/** Teams one belongs to, is asked into, asks to join or proposed; and the hours given. */
export function MeTeamsPage(p: {
  ctx: PageContext;
  teams: readonly MyTeam[];
  minutes: { confirmed: number; claimed: number };
}) {
  const { ctx } = p;
  const { t } = ctx;
  return (
    <MePage title={t('people.teams.mine_title')} lead={t('people.teams.mine_lead')}>
      <Section id="teams" title={t('people.teams.title')}>
        {p.teams.length === 0 ? (
          <EmptyState
            title={t('people.teams.mine_none')}
            action={<ButtonLink href="/teams">{t('people.teams.look')}</ButtonLink>}
          />
        ) : (
          <Table
            caption={t('people.teams.mine_title')}
            captionHidden
            rows={p.teams}
            columns={[
              {
                label: t('people.teams.team'),
                head: true,
                cell: ({ slug, name, teamState }) =>
                  teamState === 'proposed' || teamState === 'declined' ? (
                    name
                  ) : (
                    <a href={`/teams/${slug}/mine`}>{name}</a>
                  ),
              },
              { label: t('people.teams.for'), cell: ({ purpose }) => t(`people.teams.purpose.${purpose}`) },
              {
                label: t('people.teams.state'),
                cell: (team) => {
                  const { key, tone } = stateOf(team);
                  return (
                    <>
                      <StateMark tone={tone}>{t(key)}</StateMark>
                      {team.leadOffered && <p class="quiet">{t('people.teams.lead_offered')}</p>}
                      {team.teamState === 'declined' && <p class="quiet">{team.decisionReason}</p>}
                    </>
                  );
                },
              },
            ]}
          />
        )}
      </Section>
      <Section id="hours" title={t('people.teams.my_hours')}>
        <p>
          {t('people.teams.hours_sum', {
            confirmed: hoursWords(ctx, p.minutes.confirmed),
            claimed: hoursWords(ctx, p.minutes.claimed),
          })}
        </p>
        <p class="send-buttons">
          <ButtonLink href="/teams">{t('people.teams.look')}</ButtonLink>
          <ButtonLink href="/teams/new">{t('people.teams.propose')}</ButtonLink>
        </p>
      </Section>
    </MePage>
  );
}
