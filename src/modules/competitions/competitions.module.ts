import type { Module } from '../../kernel/module.ts';
import './competitions.errors.ts';
import { ballotRoutes } from './ballots/ballots.routes.ts';
import { tallyCommand } from './ballots/eval/tally-command.ts';
import { integrityRoutes } from './ballots/integrity/integrity.routes.tsx';
import { builtWords } from './ballots/verify/built-words.ts';
import { verifyRoutes } from './ballots/verify/verify.routes.tsx';
import { verifyCommand } from './ballots/verify/verify-command.ts';
import { seedCompetitions } from './demo/competitions.demo.ts';
import { enterRoutes } from './entries/enter.routes.tsx';
import { ownEntryRoutes } from './entries/entries.routes.tsx';
import { entryInvitationRoutes } from './entries/invitations.routes.tsx';
import { entryListRoutes } from './entries/list.routes.tsx';
import { juryRoutes } from './jury/jury.routes.ts';
import { dutyRoutes } from './organise/duties.routes.tsx';
import { organiseNav, organiseRoutes } from './organise/organise.routes.tsx';
import { pitchRoutes } from './pitch/pitch.routes.tsx';
import { publicNav, publicRoutes } from './public/public.routes.tsx';
import { certificateRoutes } from './results/certificates.routes.tsx';
import { resultsDeskRoutes } from './results/desk.routes.tsx';
import { noticeRoutes } from './results/notice.routes.tsx';
import { screeningRoutes } from './screening/screening.routes.tsx';
import { wireCompetitions } from './wire-competitions.ts';

/** Everything that is entered, judged or voted on. */
export const competitionsModule: Module = {
  name: 'competitions',
  nav: [...publicNav, ...organiseNav],
  wire: (k) => {
    wireCompetitions(k);
  },
  routes: (app, k) => {
    organiseRoutes(app, k);
    dutyRoutes(app, k);
    enterRoutes(app, k);
    ownEntryRoutes(app, k);
    entryInvitationRoutes(app, k);
    entryListRoutes(app, k);
    verifyRoutes(app, k);
    ballotRoutes(app, k);
    integrityRoutes(app, k);
    pitchRoutes(app, k);
    juryRoutes(app, k);
    publicRoutes(app, k);
    screeningRoutes(app, k);
    noticeRoutes(app, k);
    resultsDeskRoutes(app, k);
    certificateRoutes(app, k);
  },
  demo: seedCompetitions,
  commands: (program) => {
    verifyCommand(program, builtWords);
    tallyCommand(program);
  },
};
