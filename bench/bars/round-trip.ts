import '../round-trip/run.ts'
