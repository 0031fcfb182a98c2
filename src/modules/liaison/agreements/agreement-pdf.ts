import type { Locale } from '../../../kernel/i18n/index.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import { renderPdf } from '../../../kernel/pdf/index.ts';
import { dateWords, localDate } from '../../../kernel/time/index.ts';
import { linesOfMarkdown } from '../exchange/plain-markdown.ts';
import type { AgreementView } from './load-agreement.ts';

/** The agreement as a document to print: parties, text, duties, and who has signed which term. */
export async function agreementPdf(k: Kernel, view: AgreementView, locale: Locale): Promise<Buffer> {
  const t = k.i18n.t(locale);
  const { row } = view;
  const day = (date: string) => dateWords(date, { locale, weekday: false });
  const department = view.departments.name(row.departmentId, locale);
  const name = (party: { kind: string; id: string; name: string }) =>
    party.kind === 'department' ? department : party.name;
  const version = view.open?.textVersion ?? row.textVersion;
  const term = view.open ?? view.terms.find((each) => each.no === row.termNo) ?? row;
  const state = row.state === 'ended' ? `ended_${row.endKind}` : row.state;
  return renderPdf(
    { title: row.title, lang: locale, at: k.clock.now(), author: department, foot: `${row.number}　${row.title}` },
    (page) => {
      page.opening({
        title: row.title,
        office: department,
        number: t('liaison.agreements.pdf_number', { number: row.number }),
      });
      page.facts([
        ...view.parties.map((party) => ({ label: t(`liaison.agreements.party.${party.kind}`), value: name(party) })),
        {
          label: t('liaison.agreements.pdf_term'),
          value: t('liaison.agreements.term', { from: day(term.startsOn), until: day(term.endsOn) }),
        },
        { label: t('liaison.agreements.column.state'), value: t(`liaison.agreements.state.${state}`) },
      ]);
      for (const line of linesOfMarkdown(view.texts.find((text) => text.version === version)?.body ?? ''))
        if (line.heading) page.heading(line.text, 2);
        else page.paragraph(line.text);
      if (view.duties.length > 0) {
        page.heading(t('liaison.agreements.duties'));
        page.table(
          [
            { header: t('liaison.agreements.field.side'), share: 2 },
            { header: t('liaison.agreements.field.what'), share: 4 },
            { header: t('liaison.agreements.field.who'), share: 1.5 },
            { header: t('liaison.agreements.field.due'), share: 2.2 },
          ],
          view.duties.map((duty) => [
            duty.organisationId === null ? department : (view.organisations.get(duty.organisationId)?.name ?? ''),
            duty.what,
            duty.who,
            `${t(`liaison.agreements.every.${duty.every}`)} ${day(duty.dueOn)}`,
          ]),
        );
      }
      page.heading(t('liaison.agreements.signatures'));
      for (const party of view.parties)
        if (party.signed)
          page.signature(
            [
              name(party),
              t('liaison.agreements.signed_by', { name: party.signed.byName }),
              day(localDate(party.signed.at, k.config.TIME_ZONE)),
            ],
            { seal: t('liaison.agreements.seal') },
          );
      const missing = view.parties.filter((party) => !party.signed).map(name);
      if (missing.length > 0) page.signHere(missing);
    },
  );
}
