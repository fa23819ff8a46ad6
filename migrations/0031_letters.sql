-- Letters are drawn when they leave, and a job has no more than the order (kind proofs.letter). Those
-- of before lived ten minutes; what is left of them held codes, links and addresses.
DELETE FROM job WHERE kind = 'proofs.send';
