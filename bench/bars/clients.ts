import '../clients/run.ts'
