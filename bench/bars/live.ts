import '../live/run.ts'
