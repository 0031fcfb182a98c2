export { type ProofForm, ProofOfWork, type ProofTicket, proofFields } from './proof-of-work.ts';
