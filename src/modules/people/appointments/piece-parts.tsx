import { Answer } from '../../../ui/answer.tsx';
import { formatDate } from '../../../ui/date-time.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { Letter } from '../../../ui/letter.tsx';
import { useUi } from '../../../ui/page-context.ts';
import { Day } from './appointment-words.tsx';
import type { Piece } from './piece.queries.ts';
import { HiddenNotice } from './piece-moderation-parts.tsx';

export type Offices = (departmentId: string | null) => string;

/** What somebody saw and advises, as they wrote it. */
export function PieceText({ piece, sign }: { piece: Piece; sign: string }) {
  const { t } = useUi();
  return (
    <>
      {piece.kind === 'inspection' && (
        <Facts
          items={[
            { label: t('people.appointments.held_on'), value: piece.heldOn && <Day on={piece.heldOn} /> },
            { label: t('people.appointments.place'), value: piece.place },
          ]}
        />
      )}
      <Letter sign={sign}>
        {piece.seen && (
          <>
            <p>
              <strong>{t('people.appointments.seen')}</strong>
            </p>
            <Paragraphs text={piece.seen} />
            <p>
              <strong>{t('people.appointments.advice')}</strong>
            </p>
          </>
        )}
        <Paragraphs text={piece.advice} />
      </Letter>
    </>
  );
}

function Paragraphs({ text }: { text: string }) {
  return (
    <>
      {text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => (
          <p>{line}</p>
        ))}
    </>
  );
}

/** The department's answer under its name. */
export function PieceAnswer({ piece, offices }: { piece: Piece; offices: Offices }) {
  const ui = useUi();
  if (piece.answer === null || piece.answeredAt === null) return null;
  return (
    <Answer
      office={offices(piece.answerDepartmentId)}
      notes={[formatDate(piece.answeredAt, ui, 'exact')]}
      seal={ui.t('people.appointments.answer_seal')}
      text={piece.answer}
    />
  );
}

/** A published piece, or that it was taken from the public and why. */
export function PublishedPiece({ piece, offices }: { piece: Piece; offices: Offices }) {
  const { t } = useUi();
  if (piece.hiddenAt) return <HiddenNotice piece={piece} tone="info" />;
  return (
    <>
      <PieceText piece={piece} sign={piece.publicName || t('people.appointments.nameless')} />
      <PieceAnswer piece={piece} offices={offices} />
    </>
  );
}
