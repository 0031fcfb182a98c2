import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Section } from '../../../ui/layout.tsx';
import { StateMark } from '../../../ui/marks.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { deviceOf } from './device.ts';
import { MePage } from './me-page.tsx';
import type { SessionRow } from './sessions.queries.ts';

export type SessionsPageProps = {
  sessions: SessionRow[];
  here: string;
  /** null: nobody without a role has one */
  factor: { set: boolean; recoveryCodes: number } | null;
  done: string;
};

/** Where somebody is signed in, and what else guards the account. */
export function SessionsPage(p: SessionsPageProps) {
  const { t } = useUi();
  return (
    <MePage title={t('people.sessions.title')} lead={t('people.sessions.lead')}>
      {p.done === 'ended' && (
        <Notice tone="success" live>
          <p>{t('people.sessions.done')}</p>
        </Notice>
      )}
      <Section id="sessions" title={t('people.sessions.where')}>
        <ul class="holdings">
          {p.sessions.map((session) => (
            <One session={session} here={session.id === p.here} />
          ))}
        </ul>
        {p.sessions.length > 1 && (
          <form action="/me/sessions/end-others" method="post">
            <Button>{t('people.sessions.end_others')}</Button>
          </form>
        )}
      </Section>
      {p.factor && <Factor factor={p.factor} />}
    </MePage>
  );
}

function Factor({ factor }: { factor: { set: boolean; recoveryCodes: number } }) {
  const { t } = useUi();
  return (
    <Section id="factor" title={t('people.factor.title')} note={t('people.sessions.factor_note')}>
      <p>
        <StateMark tone={factor.set ? 'ok' : 'wait'}>
          {t(factor.set ? 'people.sessions.factor_on' : 'people.sessions.factor_off')}
        </StateMark>
      </p>
      {factor.set && <p class="quiet">{t('people.sessions.recovery_left', { count: factor.recoveryCodes })}</p>}
      <div class="send-buttons">
        <ButtonLink href="/second-factor/set-up?back=/me/sessions">
          {t(factor.set ? 'people.sessions.factor_replace' : 'people.sessions.factor_set_up')}
        </ButtonLink>
        {factor.set && (
          <form action="/second-factor/recovery-codes" method="post">
            <input type="hidden" name="back" value="/me/sessions" />
            <Button>{t('people.sessions.renew_recovery')}</Button>
          </form>
        )}
      </div>
    </Section>
  );
}

function One({ session, here }: { session: SessionRow; here: boolean }) {
  const { t } = useUi();
  const { browser, system } = deviceOf(session.userAgent);
  const device = [system, browser].filter(Boolean).join(' · ') || t('people.sessions.unknown_device');
  return (
    <li>
      <div>
        <h3>{device}</h3>
        {here && (
          <p>
            <StateMark tone="ok">{t('people.sessions.here')}</StateMark>
          </p>
        )}
        <p class="quiet">
          {t('people.sessions.signed_in')} <DateTime value={session.createdAt} form="datetime" />
          {session.ip && (
            <>
              {' '}
              {t('people.sessions.from')} <span class="num">{session.ip}</span>
            </>
          )}
        </p>
        <p class="quiet">
          {t('people.sessions.used')} <DateTime value={session.usedAt} form="date" />
        </p>
      </div>
      {!here && (
        <form action={`/me/sessions/${session.id}/end`} method="post">
          <Button small label={t('people.sessions.end_this', { device })}>
            {t('people.sessions.end')}
          </Button>
        </form>
      )}
    </li>
  );
}
