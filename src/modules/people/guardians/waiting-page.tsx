import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Fold } from '../../../ui/dialog.tsx';
import { Steps } from '../../../ui/facts.tsx';
import { Actions, Form, type FormErrors, type FormValues } from '../../../ui/form.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { spokenNumber } from '../sign-in/address.ts';
import type { Guardian } from './guardian.queries.ts';
import { wait_days } from './guardian.rules.ts';
import { GuardianFields } from './guardian-fields.tsx';

/** For the child, in plain words: whom we wrote to, what happens, what can be done meanwhile. */
export function WaitingPage(p: { guardian: Guardian; said: string; values: FormValues; errors: FormErrors }) {
  const { t } = useUi();
  const { guardian } = p;
  const to = guardian.channel === 'sms' ? spokenNumber(guardian.to) : guardian.to;
  const until = new Date(guardian.askedAt.getTime() + wait_days * 86_400_000);
  return (
    <Sheet title={t('people.guardians.wait_title')} lead={t('people.guardians.wait_lead', { name: guardian.name, to })}>
      {p.said === 'sent' && <Notice tone="success" live title={t('people.guardians.sent', { name: guardian.name })} />}
      {p.said === 'not_sent' && (
        <Notice tone="warn" live title={t('people.guardians.not_sent')}>
          <p>{t('people.guardians.not_sent_text')}</p>
        </Notice>
      )}
      <Steps
        items={[
          { title: t('people.guardians.step_look'), text: t('people.guardians.step_look_text') },
          { title: t('people.guardians.step_yes'), text: t('people.guardians.step_yes_text') },
          { title: t('people.guardians.step_no'), text: t('people.guardians.step_no_text') },
        ]}
      />
      <p class="quiet">
        {t('people.guardians.until')} <DateTime value={until} form="date" />
      </p>
      <form class="send-buttons" action="/welcome/guardian/again" method="post">
        <Button>{t('people.guardians.again')}</Button>
        <ButtonLink href="/">{t('people.guardians.read_on')}</ButtonLink>
      </form>
      <Fold summary={t('people.guardians.somebody_else')} open={Object.keys(p.errors).length > 0}>
        <Form id="guardian" action="/welcome/guardian" values={p.values} errors={p.errors}>
          <GuardianFields box={false} />
          <Actions>
            <Button>{t('people.guardians.write')}</Button>
          </Actions>
        </Form>
      </Fold>
      <p>
        <a href="/me/data#leave">{t('people.guardians.give_up')}</a>
      </p>
    </Sheet>
  );
}
