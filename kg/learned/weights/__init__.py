"""What training writes: the encoder, the tables of pairs, the word pieces, the shares of right claims."""
