import '../fidelity/run.ts'
