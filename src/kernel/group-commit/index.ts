export { batchObservers, type GroupCommitOptions, groupCommit, QueueFull, tuneGroupCommit } from './group-commit.ts';
