import type { Kernel } from '../../../kernel/kernel.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { DateTime } from '../../../ui/date-time.tsx';
import { Slip, Steps } from '../../../ui/facts.tsx';
import { Sheet } from '../../../ui/layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { PageContext } from '../../../ui/page-context.ts';
import { casesSettings } from '../cases.settings.ts';
import { dueBy } from '../deadlines.ts';
import { numberWords } from '../public/case-page.tsx';
import type { SentLetter } from './submit.queries.ts';

/** When an answer is expected if the letter is accepted now; null where the calendar does not reach so far. */
export async function expectedBy(k: Kernel, letter: SentLetter): Promise<Date | null> {
  try {
    return await dueBy(k, letter.submitted_at, letter.limit_kind);
  } catch (error) {
    if ((error as { code?: string }).code === 'time.calendar_year_missing') return null;
    throw error;
  }
}

export type ReceiptProps = {
  k: Kernel;
  ctx: PageContext;
  letter: SentLetter;
  /** of an anonymous letter; shown here and nowhere again */
  code: string | null;
  expected: Date | null;
};

/** The receipt: number, tracking code, when an answer is expected, what happens next. */
export function ReceiptPage({ k, ctx, letter, code, expected }: ReceiptProps) {
  const { t } = ctx;
  const limits = k.settings.get(casesSettings).limits;
  const hours = limits[letter.limit_kind].unit === 'hours';
  return (
    <Sheet
      title={t('cases.resident.receipt.title')}
      lead={t(code ? 'cases.resident.receipt.lead_code' : 'cases.resident.receipt.lead')}
    >
      <Notice tone="success" live draftSent="letter" title={t('cases.resident.receipt.sent')} />
      <Slip
        title={t(code ? 'cases.resident.receipt.code' : 'cases.resident.receipt.number')}
        code={code ?? numberWords(k, letter.number)}
        seal={t('cases.resident.receipt.seal')}
        facts={[
          { label: t('cases.public.fact.number'), value: numberWords(k, letter.number) },
          { label: t('cases.resident.receipt.at'), value: <DateTime value={letter.submitted_at} form="datetime" /> },
          ...(expected
            ? [
                {
                  label: t('cases.resident.receipt.expected'),
                  value: <DateTime value={expected} form={hours ? 'datetime' : 'weekday'} />,
                },
              ]
            : []),
          {
            label: t('cases.public.fact.open'),
            value: t(letter.confidential ? 'cases.public.confidential_fact' : 'cases.resident.receipt.public'),
          },
        ]}
      >
        {code && <p>{t('cases.resident.receipt.keep_code')}</p>}
      </Slip>
      <Steps
        items={[
          { title: t('cases.resident.receipt.next_1'), text: t('cases.resident.receipt.next_1_text') },
          { title: t('cases.resident.receipt.next_2'), text: t('cases.resident.receipt.next_2_text') },
          { title: t('cases.resident.receipt.next_3'), text: t('cases.resident.receipt.next_3_text') },
        ]}
      />
      <p class="send-buttons">
        <ButtonLink primary href={`/me/cases/${letter.number}`} icon="track">
          {t('cases.resident.receipt.watch')}
        </ButtonLink>
        <ButtonLink href="/">{t('cases.resident.receipt.home')}</ButtonLink>
        <span data-island="print-page" hidden>
          <Button type="button" icon="print">
            {t('cases.public.print')}
          </Button>
        </span>
      </p>
    </Sheet>
  );
}
