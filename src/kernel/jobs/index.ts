export type { FailedJob, JobCounts } from './jobs.queries.ts';
export { type JobContext, type JobHandler, type JobOptions, Jobs, type SendOptions } from './jobs.ts';
